package dev.freehold.billing.checkout;

import dev.freehold.billing.account.Accounts;
import dev.freehold.billing.plan.SoldPlan;
import dev.freehold.billing.plan.SoldPlans;
import dev.freehold.billing.subscription.Subject;
import dev.freehold.billing.subscription.SubscriptionSync;
import dev.freehold.kernel.audit.Audit;
import dev.freehold.kernel.audit.AuditEntry;
import dev.freehold.kernel.outbox.Message;
import dev.freehold.kernel.outbox.Outbox;
import dev.freehold.stripe.StripeCheckout;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of orders: completed, failed or expired, each told once. In the caller's
 * transaction.
 */
@ApplicationScoped
public class Orders {

  private final Accounts accounts;
  private final SoldPlans plans;
  private final Outbox outbox;
  private final Audit audit;
  private final Clock clock;

  Orders(Accounts accounts, SoldPlans plans, Outbox outbox, Audit audit, Clock clock) {
    this.accounts = accounts;
    this.plans = plans;
    this.outbox = outbox;
    this.audit = audit;
    this.clock = clock;
  }

  /** The order of a session or subscription at the provider, with what it was for. */
  public record Known(UUID orderId, UUID organizationId, SubscriptionSync.@Nullable Ordered what) {}

  /**
   * Finds an order by the ids the provider carries for us; texts that are no id find nothing.
   *
   * @param subscriptionId of ours, chosen with the order
   */
  public Optional<Known> find(@Nullable String orderId, @Nullable String subscriptionId) {
    return id(orderId)
        .flatMap(id -> Order.<Order>findByIdOptional(id))
        .or(() -> id(subscriptionId).flatMap(Order::lockBySubscription))
        .map(this::known);
  }

  private static Optional<UUID> id(@Nullable String text) {
    try {
      return text == null ? Optional.empty() : Optional.of(UUID.fromString(text));
    } catch (IllegalArgumentException notOurs) {
      return Optional.empty();
    }
  }

  private Known known(Order order) {
    if (order.subscriptionId == null || order.planPriceId == null || order.planKind == null) {
      return new Known(order.id, order.organizationId, null);
    }
    var subject =
        new Subject(
            order.organizationId, order.planKind, order.platformId, null, null, order.appKey);
    return new Known(
        order.id,
        order.organizationId,
        new SubscriptionSync.Ordered(order.subscriptionId, subject, order.planPriceId));
  }

  /**
   * Writes a checkout as it was read at Stripe; a payment wins over every other end.
   *
   * @param failed the event said that a payment on its way has failed
   * @return false when nothing changed
   */
  public boolean sync(Known known, StripeCheckout session, boolean failed) {
    accounts.lock(known.organizationId());
    var order = Order.lockById(known.orderId()).orElseThrow();
    boolean changed = syncCheckout(known.orderId(), session);
    if (session.isComplete() && session.isSettled()) {
      return complete(order, session.paymentIntentId(), session.invoiceId()) || changed;
    }
    if (failed && order.status == OrderStatus.PENDING) {
      order.status = OrderStatus.FAILED;
      order.failedAt = clock.instant();
      order.failureCode = "payment_failed";
      order.updatedAt = order.failedAt;
      tell("failed", order);
      return true;
    }
    if (session.isExpired()) {
      return expire(order.id) || changed;
    }
    return changed;
  }

  private boolean syncCheckout(UUID orderId, StripeCheckout session) {
    var checkout = CheckoutSession.lockByOrder(orderId).orElseThrow();
    boolean completes = session.isComplete() && checkout.status != CheckoutStatus.COMPLETED;
    if (completes) {
      checkout.status = CheckoutStatus.COMPLETED;
      checkout.completedAt = clock.instant();
      checkout.updatedAt = checkout.completedAt;
      checkout.providerSessionId = session.id();
    }
    return completes;
  }

  /**
   * @return false when it was completed before
   */
  boolean complete(Order order, @Nullable String paymentId, @Nullable String invoiceId) {
    if (!order.status.mayComplete()) {
      return false;
    }
    var now = clock.instant();
    order.status = OrderStatus.COMPLETED;
    order.paidAt = now;
    order.updatedAt = now;
    order.providerPaymentId = paymentId;
    order.providerInvoiceId = invoiceId;
    if (order.totalAmount > 0) {
      accounts.useCurrency(order.organizationId, order.currency);
    }
    tell("completed", order);
    audit.add(
        AuditEntry.of("billing", "order.complete", "order", order.id)
            .organization(order.organizationId)
            .platform(order.platformId)
            .after(Map.of("status", order.status.word(), "totalAmount", order.totalAmount)));
    return true;
  }

  /**
   * @return false when the order is no longer pending
   */
  boolean expire(UUID orderId) {
    var order = Order.lockById(orderId).orElseThrow();
    var checkout = CheckoutSession.lockByOrder(orderId).orElseThrow();
    var now = clock.instant();
    if (checkout.status == CheckoutStatus.OPEN) {
      checkout.status = CheckoutStatus.EXPIRED;
      checkout.updatedAt = now;
    }
    if (order.status != OrderStatus.PENDING) {
      return false;
    }
    order.status = OrderStatus.EXPIRED;
    order.updatedAt = now;
    tell("expired", order);
    return true;
  }

  /**
   * Given back whole, because the subject had paid for another already.
   *
   * @param paymentId what had paid it at the provider; null = nothing had
   */
  public void refundDuplicate(UUID orderId, @Nullable String paymentId) {
    var order = Order.lockById(orderId).orElseThrow();
    order.providerPaymentId = paymentId == null ? order.providerPaymentId : paymentId;
    refunded(orderId, order.totalAmount);
  }

  /**
   * @param back minor units that went back in all; never less than an earlier one said
   * @return false when the order shows as much already
   */
  boolean refunded(UUID orderId, long back) {
    var order = Order.lockById(orderId).orElseThrow();
    long refunded = Math.min(back, order.totalAmount);
    if (refunded <= order.refundedAmount) {
      return false;
    }
    long before = order.refundedAmount;
    order.refundedAmount = refunded;
    order.status =
        refunded == order.totalAmount ? OrderStatus.REFUNDED : OrderStatus.PARTIALLY_REFUNDED;
    order.updatedAt = clock.instant();
    tell("refunded", order);
    audit.add(
        AuditEntry.of("billing", "order.refund", "order", order.id)
            .organization(order.organizationId)
            .platform(order.platformId)
            .before(Map.of("refundedAmount", before))
            .after(Map.of("status", order.status.word(), "refundedAmount", refunded)));
    return true;
  }

  /** The fact as its message carries it. */
  @RegisterForReflection
  record OrderFact(
      UUID orderId,
      OrderKind kind,
      OrderStatus status,
      @Nullable UUID subscriptionId,
      @Nullable Long credits,
      long bonusCredits,
      @Nullable Instant validUntil,
      String sourceId,
      long refundedAmount,
      long totalAmount,
      String currency) {}

  private void tell(String what, Order order) {
    outbox.send(
        Message.event("billing.order." + what)
            .organization(order.organizationId)
            .platform(order.platformId)
            .data(
                new OrderFact(
                    order.id,
                    order.kind,
                    order.status,
                    order.subscriptionId,
                    order.credits,
                    0,
                    validUntil(order),
                    "order:" + order.id,
                    order.refundedAmount,
                    order.totalAmount,
                    order.currency)));
  }

  private @Nullable Instant validUntil(Order order) {
    var paidAt = order.paidAt;
    if (order.kind != OrderKind.CREDITS || order.planPriceId == null || paidAt == null) {
      return null;
    }
    return plans
        .ofPrice(order.planPriceId)
        .map(SoldPlan::creditsValidDays)
        .map(days -> paidAt.plus(Duration.ofDays(days)))
        .orElse(null);
  }
}
