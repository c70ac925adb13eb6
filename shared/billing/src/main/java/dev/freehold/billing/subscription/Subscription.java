package dev.freehold.billing.subscription;

import dev.freehold.billing.Provider;
import dev.freehold.billing.plan.PlanKind;
import dev.freehold.billing.plan.SoldPlan;
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
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/**
 * One life of a subscription. Invariant: an ended row never lives again, and of one subject at most
 * one is live. What was last read at the provider stands in columns beside, see {@link
 * ProviderReads}.
 */
@Entity
@Table(schema = "billing", name = "subscriptions")
public class Subscription extends ChangingRow {

  private static final List<SubscriptionStatus> LIVE =
      java.util.Arrays.stream(SubscriptionStatus.values())
          .filter(SubscriptionStatus::isLive)
          .toList();

  @Column(updatable = false)
  public UUID organizationId;

  @Column(updatable = false)
  @Enumerated(EnumType.STRING)
  public PlanKind planKind;

  @Column(updatable = false)
  public @Nullable UUID platformId;

  @Column(updatable = false)
  public @Nullable UUID userId;

  @Column(updatable = false)
  public @Nullable UUID agentId;

  @Column(updatable = false)
  public @Nullable String appKey;

  public UUID planId;
  public UUID planVersionId;

  /** Null: free. */
  public @Nullable UUID planPriceId;

  @Enumerated(EnumType.STRING)
  public Provider provider;

  public @Nullable UUID providerCustomerId;
  public @Nullable String providerSubscriptionId;
  public @Nullable String providerItemId;

  @Enumerated(EnumType.STRING)
  public SubscriptionStatus status;

  /** Minor units. */
  public long amount;

  @JdbcTypeCode(SqlTypes.CHAR)
  @Column(length = 3)
  public String currency;

  @Column(name = "\"interval\"")
  public String interval;

  public Instant billingAnchor;
  public Instant currentPeriodStart;

  /** Exclusive. */
  public Instant currentPeriodEnd;

  public @Nullable Instant trialStart;
  public @Nullable Instant trialEnd;
  public boolean cancelAtPeriodEnd;

  /** Set exactly while an end is due. */
  public @Nullable Instant cancelAt;

  /** When the end was asked for. */
  public @Nullable Instant canceledAt;

  /** When it was over. */
  public @Nullable Instant endedAt;

  public @Nullable String cancelReason;
  public @Nullable Instant pastDueSince;
  public @Nullable Instant graceEndsAt;

  /** Set exactly while dunning, or a trial that ended unpaid, holds it. */
  public @Nullable Instant suspendedAt;

  /** Null: that of the account. */
  public @Nullable String billingEmail;

  public boolean autoFinalize;
  public boolean overageEnabled;

  /** Minor units in one period; null = no cap. */
  public @Nullable Long overageCapAmount;

  public @Nullable Integer poolRamMb;
  public @Nullable Integer poolCpuMillicores;
  public @Nullable Integer poolBandwidthGb;

  /** Ticket of the read the row shows, see {@link ProviderReads}; written beside the version. */
  @Column(insertable = false, updatable = false)
  private @Nullable Long providerReadSeq;

  /** Zero: it was never read. */
  long shownRead() {
    return providerReadSeq == null ? 0 : providerReadSeq;
  }

  /** Puts a plan in force, with its price and its sizes. */
  void put(SoldPlan plan) {
    planId = plan.planId();
    planVersionId = plan.versionId();
    planPriceId = plan.isFree() ? null : plan.priceId();
    amount = plan.amount();
    currency = plan.currency();
    interval = plan.interval();
    var pool = plan.pool();
    poolRamMb = pool == null ? null : pool.ramMb();
    poolCpuMillicores = pool == null ? null : pool.cpuMillicores();
    poolBandwidthGb = pool == null ? null : pool.bandwidthGb();
  }

  boolean isBound() {
    return providerSubscriptionId != null;
  }

  /** A trial, also one that ran out, that waits for its checkout. */
  public boolean awaitsCheckout() {
    return provider == Provider.NONE
        && (status == SubscriptionStatus.TRIALING || status == SubscriptionStatus.PAUSED);
  }

  /** Nothing is paid for it, so a paid one may take its place. */
  public boolean isFree() {
    return provider == Provider.NONE && amount == 0;
  }

  static Optional<Subscription> lockById(UUID id) {
    return Optional.ofNullable(
        Subscription.<Subscription>findById(id, LockModeType.PESSIMISTIC_WRITE));
  }

  static Optional<Subscription> lockByProviderId(String providerSubscriptionId) {
    return Subscription.<Subscription>find(
            "provider = ?1 and providerSubscriptionId = ?2",
            Provider.STRIPE,
            providerSubscriptionId)
        .withLock(LockModeType.PESSIMISTIC_WRITE)
        .firstResultOptional();
  }

  static Optional<Subscription> lockLiveOfPlatform(UUID platformId) {
    return Subscription.<Subscription>find("platformId = ?1 and status in ?2", platformId, LIVE)
        .withLock(LockModeType.PESSIMISTIC_WRITE)
        .firstResultOptional();
  }

  static List<Subscription> lockLiveOfOrganization(UUID organizationId) {
    return Subscription.<Subscription>find(
            "organizationId = ?1 and status in ?2 order by id", organizationId, LIVE)
        .withLock(LockModeType.PESSIMISTIC_WRITE)
        .list();
  }

  /** In the order in which their accounts are locked. */
  static List<UUID> organizationsOfUser(UUID userId) {
    return Subscription.<Subscription>list("userId = ?1 and status in ?2", userId, LIVE).stream()
        .map(row -> row.organizationId)
        .distinct()
        .sorted()
        .toList();
  }

  static List<Subscription> lockLiveOfUser(UUID userId) {
    return Subscription.<Subscription>find("userId = ?1 and status in ?2 order by id", userId, LIVE)
        .withLock(LockModeType.PESSIMISTIC_WRITE)
        .list();
  }

  /** The newest of the platform, live or over. */
  static Optional<Subscription> findNewestOfPlatform(UUID platformId) {
    return Subscription.<Subscription>find("platformId = ?1 order by id desc", platformId)
        .firstResultOptional();
  }

  static boolean existsTrialOf(UUID organizationId, PlanKind kind) {
    return count(
            "organizationId = ?1 and planKind = ?2 and trialStart is not null",
            organizationId,
            kind)
        > 0;
  }
}
