package dev.freehold.sandbox.stripe;

/**
 * Where a checkout stands after a button was pressed.
 *
 * @param status {@code open} or {@code complete}
 * @param paymentStatus {@code paid}, {@code unpaid} or {@code no_payment_required}
 * @param redirectUrl where the browser goes next
 */
public record CheckoutResult(
    String sessionId, String status, String paymentStatus, String redirectUrl) {}
