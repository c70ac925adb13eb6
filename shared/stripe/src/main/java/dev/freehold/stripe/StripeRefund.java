package dev.freehold.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * A refund at Stripe; the amount in minor units.
 *
 * @param status {@code pending}, {@code succeeded}, {@code failed} or {@code canceled}
 */
public record StripeRefund(
    String id,
    String status,
    long amount,
    String currency,
    @Nullable String chargeId,
    @Nullable String paymentIntentId,
    @Nullable String reason,
    @Nullable String failureReason) {

  /** A refund that waits for its receiver is one on its way. */
  public static StripeRefund of(JsonNode object) {
    var status = StripeJson.text(object, "status");
    return new StripeRefund(
        StripeJson.requiredText(object, "id"),
        status == null || status.equals("requires_action") ? "pending" : status,
        StripeJson.amount(object, "amount"),
        StripeJson.requiredText(object, "currency"),
        StripeJson.reference(object, "charge"),
        StripeJson.reference(object, "payment_intent"),
        StripeJson.text(object, "reason"),
        StripeJson.text(object, "failure_reason"));
  }
}
