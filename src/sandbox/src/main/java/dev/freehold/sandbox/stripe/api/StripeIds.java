package dev.freehold.sandbox.stripe.api;

import java.security.SecureRandom;
import java.util.Locale;

/** Ids as long as Stripe's own. */
public final class StripeIds {

  private static final String LETTERS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final SecureRandom RANDOM = new SecureRandom();

  private StripeIds() {}

  /**
   * @param kind the object's {@code object}
   */
  public static String next(String kind) {
    return switch (kind) {
      case "customer" -> "cus_" + random(14);
      case "product" -> "prod_" + random(14);
      case "price" -> "price_1" + random(23);
      case "checkout.session" -> "cs_test_a1" + random(56);
      case "item" -> "li_1" + random(23);
      case "subscription" -> "sub_1" + random(23);
      case "subscription_item" -> "si_" + random(14);
      case "invoice" -> "in_1" + random(23);
      case "line_item" -> "il_1" + random(23);
      case "invoice_payment" -> "inpay_1" + random(23);
      case "payment_method" -> "pm_1" + random(23);
      case "payment_intent" -> "pi_3" + random(23);
      case "charge" -> "ch_3" + random(23);
      case "refund" -> "re_3" + random(23);
      case "balance_transaction" -> "txn_3" + random(23);
      case "event" -> "evt_1" + random(23);
      case "request" -> "req_" + random(14);
      default -> throw new IllegalArgumentException("no id is known for " + kind);
    };
  }

  /** Eight letters and digits: what the numbers of a customer's invoices begin with. */
  public static String invoicePrefix() {
    return random(8).toUpperCase(Locale.ROOT);
  }

  static String random(int length) {
    var text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append(LETTERS.charAt(RANDOM.nextInt(LETTERS.length())));
    }
    return text.toString();
  }
}
