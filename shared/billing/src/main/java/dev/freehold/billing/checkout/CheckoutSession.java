package dev.freehold.billing.checkout;

import dev.freehold.billing.Provider;
import dev.freehold.kernel.ChangingRow;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One try to pay for an order on the provider's page. */
@Entity
@Table(schema = "billing", name = "checkout_sessions")
public class CheckoutSession extends ChangingRow {

  @Column(updatable = false)
  public UUID organizationId;

  @Column(updatable = false)
  public UUID orderId;

  @Column(updatable = false)
  @Enumerated(EnumType.STRING)
  public Provider provider;

  /** Null until the provider has answered. */
  public @Nullable String providerSessionId;

  /** {@code subscription} or {@code payment}. */
  @Column(updatable = false)
  public String mode;

  @Enumerated(EnumType.STRING)
  public CheckoutStatus status;

  /** The provider's page; null where nothing is to be paid. */
  public @Nullable String url;

  @Column(updatable = false)
  public String successUrl;

  @Column(updatable = false)
  public String cancelUrl;

  public Instant expiresAt;
  public @Nullable Instant completedAt;

  static Optional<CheckoutSession> lockByOrder(UUID orderId) {
    return CheckoutSession.<CheckoutSession>find("orderId", orderId)
        .withLock(LockModeType.PESSIMISTIC_WRITE)
        .firstResultOptional();
  }

  static List<CheckoutSession> listOpen(UUID organizationId) {
    return CheckoutSession.<CheckoutSession>find(
            "organizationId = ?1 and status = ?2 order by id desc",
            organizationId,
            CheckoutStatus.OPEN)
        .list();
  }
}
