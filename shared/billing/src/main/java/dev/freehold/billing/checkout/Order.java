package dev.freehold.billing.checkout;

import dev.freehold.billing.Provider;
import dev.freehold.billing.plan.PlanKind;
import dev.freehold.kernel.ChangingRow;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** What one checkout buys. Invariant: total = subtotal - discount + tax, all in minor units. */
@Entity
@Table(schema = "billing", name = "orders")
public class Order extends ChangingRow {

  @Column(updatable = false)
  public UUID organizationId;

  @Column(updatable = false)
  public @Nullable UUID userId;

  @Column(updatable = false)
  public @Nullable String appKey;

  @Column(updatable = false)
  @Enumerated(EnumType.STRING)
  public OrderKind kind;

  @Column(updatable = false)
  @Enumerated(EnumType.STRING)
  public Provider provider;

  @Column(updatable = false)
  public @Nullable UUID planId;

  /** Null for credits of a freely chosen amount. */
  @Column(updatable = false)
  @Enumerated(EnumType.STRING)
  public @Nullable PlanKind planKind;

  @Column(updatable = false)
  public @Nullable UUID planVersionId;

  @Column(updatable = false)
  public @Nullable UUID planPriceId;

  /** Size of the pack, or the amount chosen. */
  @Column(updatable = false)
  public @Nullable Long credits;

  @Column(updatable = false)
  public @Nullable UUID platformId;

  @Column(updatable = false)
  public @Nullable UUID agentId;

  public long subtotalAmount;
  public long discountAmount;
  public long taxAmount;
  public long totalAmount;
  public long refundedAmount;

  @JdbcTypeCode(SqlTypes.CHAR)
  @Column(length = 3, updatable = false)
  public String currency;

  @Enumerated(EnumType.STRING)
  public OrderStatus status;

  /** Chosen with the order; becomes the id of the subscription. Null: nothing is subscribed to. */
  public @Nullable UUID subscriptionId;

  public @Nullable String providerPaymentId;
  public @Nullable String providerInvoiceId;
  public @Nullable Instant paidAt;
  public @Nullable Instant failedAt;
  public @Nullable String failureCode;
  public boolean disputed;

  static Optional<Order> lockById(UUID id) {
    return Optional.ofNullable(Order.<Order>findById(id, LockModeType.PESSIMISTIC_WRITE));
  }

  static Optional<Order> lockBySubscription(UUID subscriptionId) {
    return Order.<Order>find("subscriptionId = ?1 order by id desc", subscriptionId)
        .withLock(LockModeType.PESSIMISTIC_WRITE)
        .firstResultOptional();
  }
}
