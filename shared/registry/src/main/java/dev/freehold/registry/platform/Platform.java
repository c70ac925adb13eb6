package dev.freehold.registry.platform;

import dev.freehold.kernel.ChangingRow;
import dev.freehold.kernel.PageRequest;
import dev.freehold.registry.ListQuery;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is provisioned for a customer. Its key is in DNS and resource names and never used again.
 */
@Entity
@Table(schema = "registry", name = "platforms")
public class Platform extends ChangingRow {

  @Column(updatable = false)
  public UUID organizationId;

  @Column(updatable = false)
  public String key;

  public String name;
  public String slug;

  @Enumerated(EnumType.STRING)
  public PlatformStatus status;

  /** Code of a platform plan; after creation only billing's messages change it. */
  public String tier;

  /** Written by {@link PlatformLifecycle#assignCloudAccount} alone. */
  @Column(updatable = false)
  public @Nullable UUID cloudAccountId;

  public @Nullable String repoName;

  @Column(updatable = false)
  public @Nullable UUID ownerUserId;

  /** From billing; null = no trial. */
  public @Nullable Instant trialEndsAt;

  /** Billing wants it suspended since; only billing lifts it. */
  public @Nullable Instant paymentHoldAt;

  /** An operator wants it suspended since; only operators lift it. */
  public @Nullable Instant operatorHoldAt;

  public @Nullable UUID subscriptionId;

  /** The newest state of the subscription that was applied. */
  public @Nullable Integer subscriptionVersion;

  public @Nullable Instant suspendedAt;
  public @Nullable String suspensionReason;
  public @Nullable Instant cancellationRequestedAt;

  /** Billing's {@code cancelAt}; null until billing has answered. */
  public @Nullable Instant cancelEffectiveAt;

  @Enumerated(EnumType.STRING)
  public @Nullable CancellationIntent cancellationIntent;

  public @Nullable Instant cancelledAt;
  public @Nullable String cancellationReason;

  /** When the retention of a cancelled platform is over. */
  public @Nullable Instant deleteAfter;

  /** Code of the last failed provisioning; null once one succeeded. */
  public @Nullable String provisionError;

  public @Nullable Instant deletedAt;

  /**
   * @param organizationId null = any, for operators and queues
   * @return empty also for a deleted one
   */
  static Optional<Platform> findLive(UUID id, @Nullable UUID organizationId) {
    return live(id, organizationId, LockModeType.NONE);
  }

  /** Holds the row until commit against every change, and lets other holders in. */
  static Optional<Platform> shareLive(UUID id, @Nullable UUID organizationId) {
    return live(id, organizationId, LockModeType.PESSIMISTIC_READ);
  }

  static Optional<Platform> lockLive(UUID id, @Nullable UUID organizationId) {
    return live(id, organizationId, LockModeType.PESSIMISTIC_WRITE);
  }

  /** Deleted ones too. */
  static Optional<Platform> lockAny(UUID id, @Nullable UUID organizationId) {
    return (organizationId == null
            ? Platform.<Platform>find("id = ?1", id)
            : Platform.<Platform>find("id = ?1 and organizationId = ?2", id, organizationId))
        .withLock(LockModeType.PESSIMISTIC_WRITE)
        .firstResultOptional();
  }

  private static Optional<Platform> live(
      UUID id, @Nullable UUID organizationId, LockModeType lock) {
    var found =
        organizationId == null
            ? Platform.<Platform>find("id = ?1 and deletedAt is null", id)
            : Platform.<Platform>find(
                "id = ?1 and organizationId = ?2 and deletedAt is null", id, organizationId);
    return found.withLock(lock).firstResultOptional();
  }

  /**
   * What a list asks for; null leaves a filter out.
   *
   * @param prefix of name or slug, in any case
   */
  public record Filter(
      @Nullable UUID organizationId,
      @Nullable PlatformStatus status,
      @Nullable String tier,
      @Nullable String prefix) {}

  /** Newest first, one more than the page holds. */
  static List<Platform> listLive(Filter filter, PageRequest page) {
    String prefix = filter.prefix() == null ? null : likePrefix(filter.prefix());
    return new ListQuery()
        .and("organizationId = :organization", "organization", filter.organizationId())
        .and("status = :status", "status", filter.status())
        .and("tier = :tier", "tier", filter.tier())
        .and(
            "(lower(name) like :prefix escape '!' or slug like :prefix escape '!')",
            "prefix",
            prefix)
        .list(page, (query, values) -> Platform.<Platform>find(query, values));
  }

  private static String likePrefix(String prefix) {
    return prefix.toLowerCase(Locale.ROOT).replaceAll("([!%_])", "!$1") + "%";
  }
}
