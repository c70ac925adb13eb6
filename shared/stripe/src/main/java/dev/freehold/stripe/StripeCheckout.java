package dev.freehold.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A checkout session at Stripe.
 *
 * @param status {@code open}, {@code complete} or {@code expired}
 * @param paymentStatus {@code paid}, {@code unpaid} or {@code no_payment_required}
 * @param clientReferenceId the id of our order
 */
public record StripeCheckout(
    String id,
    String status,
    String paymentStatus,
    String mode,
    @Nullable String url,
    @Nullable String clientReferenceId,
    @Nullable String customerId,
    @Nullable String subscriptionId,
    @Nullable String invoiceId,
    @Nullable String paymentIntentId,
    @Nullable Long amountTotal,
    @Nullable Instant expiresAt,
    Map<String, String> metadata) {

  public static StripeCheckout of(JsonNode object) {
    var status = StripeJson.text(object, "status");
    var paymentStatus = StripeJson.text(object, "payment_status");
    return new StripeCheckout(
        StripeJson.requiredText(object, "id"),
        status == null ? "open" : status,
        paymentStatus == null ? "unpaid" : paymentStatus,
        StripeJson.requiredText(object, "mode"),
        StripeJson.text(object, "url"),
        StripeJson.text(object, "client_reference_id"),
        StripeJson.reference(object, "customer"),
        StripeJson.reference(object, "subscription"),
        StripeJson.reference(object, "invoice"),
        StripeJson.reference(object, "payment_intent"),
        StripeJson.number(object, "amount_total"),
        StripeJson.instant(object, "expires_at"),
        StripeJson.metadata(object, "metadata"));
  }

  public boolean isComplete() {
    return "complete".equals(status);
  }

  public boolean isExpired() {
    return "expired".equals(status);
  }

  /** Nothing is left to pay. */
  public boolean isSettled() {
    return "paid".equals(paymentStatus) || "no_payment_required".equals(paymentStatus);
  }
}
