package dev.freehold.billing.checkout;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A checkout with its order; amounts in minor units.
 *
 * @param subscriptionId once it is completed
 */
@RegisterForReflection
public record CheckoutView(
    UUID id,
    UUID orderId,
    OrderKind kind,
    CheckoutStatus status,
    @Nullable String url,
    @Nullable UUID subscriptionId,
    long subtotalAmount,
    long discountAmount,
    long totalAmount,
    String currency,
    Instant expiresAt) {

  static CheckoutView of(CheckoutSession checkout, Order order) {
    return new CheckoutView(
        checkout.id,
        order.id,
        order.kind,
        checkout.status,
        checkout.status == CheckoutStatus.OPEN ? checkout.url : null,
        checkout.status == CheckoutStatus.COMPLETED ? order.subscriptionId : null,
        order.subtotalAmount,
        order.discountAmount,
        order.totalAmount,
        order.currency,
        checkout.expiresAt);
  }
}
