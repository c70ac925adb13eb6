package dev.freehold.billing;

import dev.freehold.kernel.Kind;
import dev.freehold.kernel.RefusalCode;

/** Why billing says no. */
public enum BillingRefusal implements RefusalCode {
  PAYMENTS_BLOCKED(Kind.PAYMENT_REQUIRED, "A payment was disputed: ask the operator."),
  ALREADY_SUBSCRIBED(Kind.CONFLICT, "Change the plan of the present subscription instead."),
  CURRENCY_MISMATCH(Kind.CONFLICT, "Choose a price in the currency of the account."),
  INVALID_RETURN_URL(Kind.UNPROCESSABLE, "Send a URL with an allowed origin."),
  PLAN_NOT_SOLD(Kind.UNPROCESSABLE, "Choose an active plan and one of its prices."),
  CREDITS_BELOW_MINIMUM(Kind.UNPROCESSABLE, "Buy more credits at once."),
  COUPON_UNKNOWN(Kind.UNPROCESSABLE, "Check the code or leave it out."),
  PAYMENTS_UNAVAILABLE(Kind.UNAVAILABLE, "Try again later."),
  PRICE_NOT_READY(Kind.UNAVAILABLE, "Try again in a minute."),
  SIGNATURE_INVALID(Kind.INVALID, "Sign the body as sent with the endpoint's secret."),
  SIGNATURE_EXPIRED(Kind.INVALID, "Send the event again with a signature of now."),
  EVENT_MALFORMED(Kind.INVALID, "Send an event of the provider, unchanged."),
  WEBHOOK_NOT_CONFIGURED(Kind.UNAVAILABLE, "Configure the endpoint's secret."),
  EVENT_IN_PROGRESS(Kind.CONFLICT, "Wait until the event is processed.");

  private final Kind kind;
  private final String advice;

  BillingRefusal(Kind kind, String advice) {
    this.kind = kind;
    this.advice = advice;
  }

  @Override
  public Kind kind() {
    return kind;
  }

  @Override
  public String advice() {
    return advice;
  }
}
