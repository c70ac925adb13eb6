package dev.freehold.registry.platform;

import dev.freehold.kernel.Call;
import dev.freehold.kernel.Ids;
import dev.freehold.kernel.KernelRefusal;
import dev.freehold.kernel.Keys;
import dev.freehold.kernel.PageRequest;
import dev.freehold.kernel.outbox.Message;
import dev.freehold.kernel.outbox.Outbox;
import dev.freehold.kernel.sql.Sql;
import dev.freehold.kernel.sql.SqlFailure;
import dev.freehold.registry.PlanLimits;
import dev.freehold.registry.RegistryConfig;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.persistence.PersistenceException;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** Makes, shows and renames platforms. */
@ApplicationScoped
public class PlatformService {

  /** Ten characters collide about once in 10^15 pairs: five times in a row is a fault. */
  private static final int KEY_TRIES = 5;

  private final Instance<PlanLimits> plans;
  private final PlatformGuard guard;
  private final Transitions transitions;
  private final DefaultEntities entities;
  private final RegistryConfig config;
  private final Outbox outbox;
  private final Sql sql;
  private final Clock clock;
  private final Ids ids;

  PlatformService(
      Instance<PlanLimits> plans,
      PlatformGuard guard,
      Transitions transitions,
      DefaultEntities entities,
      RegistryConfig config,
      Outbox outbox,
      Sql sql,
      Clock clock,
      Ids ids) {
    this.plans = plans;
    this.guard = guard;
    this.transitions = transitions;
    this.entities = entities;
    this.config = config;
    this.outbox = outbox;
    this.sql = sql;
    this.clock = clock;
    this.ids = ids;
  }

  /** What a platform begins with. */
  public record NewPlatform(
      UUID organizationId, String name, String slug, String tier, @Nullable String billingEmail) {}

  /** Data of {@code registry.platform.created}. */
  @RegisterForReflection
  record Created(
      String key, String tier, @Nullable String billingEmail, @Nullable UUID ownerUserId) {}

  /**
   * T1. Platforms of one organization are made one after another, so that its limit holds.
   *
   * @throws dev.freehold.kernel.Refusal {@code SLUG_TAKEN}, {@code SLUG_RESERVED}, {@code
   *     TIER_UNKNOWN}, {@code TIER_LIMIT_REACHED} (with {@code limitName}, {@code limit}, {@code
   *     used}), in this order
   */
  @Transactional
  public Platform create(NewPlatform wanted) {
    sql.first(
        "SELECT pg_advisory_xact_lock(hashtextextended('registry.platforms:' || ?, 0)) AS locked",
        row -> true,
        wanted.organizationId().toString());
    Platform platform = insert(wanted);
    requireFreeSlug(platform.slug);
    requirePlace(platform);
    entities.create(platform);
    transitions.recordCreation(platform);
    outbox.send(
        Message.event("registry.platform.created")
            .organization(platform.organizationId)
            .platform(platform.id)
            .data(
                new Created(
                    platform.key, platform.tier, wanted.billingEmail(), platform.ownerUserId)));
    transitions.audit(
        platform,
        "create",
        Map.of(),
        Map.of(
            "name", platform.name,
            "slug", platform.slug,
            "key", platform.key,
            "tier", platform.tier,
            "status", platform.status.word()));
    return platform;
  }

  /** By SQL, since the slug's owner may be another organization, whose row is not seen. */
  private Platform insert(NewPlatform wanted) {
    var platform = new Platform();
    platform.id = ids.next();
    platform.organizationId = wanted.organizationId();
    platform.name = wanted.name();
    platform.slug = wanted.slug();
    platform.status = PlatformStatus.PENDING;
    platform.tier = wanted.tier();
    platform.ownerUserId = Call.current().scope().userId();
    platform.version = 0;
    platform.createdAt = clock.instant();
    platform.updatedAt = platform.createdAt;
    for (int attempt = 0; attempt < KEY_TRIES; attempt++) {
      platform.key = Keys.next();
      if (isInserted(platform)) {
        return platform;
      }
      requireUntaken(platform.slug);
    }
    throw new IllegalStateException("no free key in %d tries".formatted(KEY_TRIES));
  }

  private boolean isInserted(Platform p) {
    return sql.update(
            """
            INSERT INTO registry.platforms (id, organization_id, key, name, slug, status, tier,
                owner_user_id, version, created_at, updated_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING
            """,
            p.id,
            p.organizationId,
            p.key,
            p.name,
            p.slug,
            p.status,
            p.tier,
            p.ownerUserId,
            p.version,
            p.createdAt,
            p.updatedAt)
        == 1;
  }

  private void requireUntaken(String slug) {
    if (sql.one("SELECT registry.is_slug_taken(?) AS taken", row -> row.bool("taken"), slug)) {
      throw PlatformRefusal.SLUG_TAKEN.because("slug %s is taken", slug);
    }
  }

  private void requireFreeSlug(String slug) {
    if (config.reservedSlugs().contains(slug)) {
      throw PlatformRefusal.SLUG_RESERVED.because("slug %s is reserved", slug);
    }
  }

  private void requirePlace(Platform made) {
    List<PlanLimits.Governed> live =
        sql.list(
            """
            SELECT id, tier FROM registry.platforms
            WHERE organization_id = ? AND deleted_at IS NULL AND id <> ? ORDER BY id
            """,
            row -> new PlanLimits.Governed(row.uuid("id"), row.text("tier")),
            made.organizationId,
            made.id);
    var asked = new ArrayList<>(live);
    asked.add(new PlanLimits.Governed(null, made.tier));
    List<Optional<PlanLimits.Limits>> limits = plans.get().of(asked);
    if (limits.getLast().isEmpty()) {
      throw PlatformRefusal.TIER_UNKNOWN.because("no platform plan has the code %s", made.tier);
    }
    Long limit = Limits.platforms(limits.stream().flatMap(Optional::stream).toList());
    if (limit != null && live.size() >= limit) {
      throw PlatformRefusal.TIER_LIMIT_REACHED
          .because("%d of %d platforms are there", live.size(), limit)
          .with("limitName", "platforms")
          .with("limit", limit)
          .with("used", live.size());
    }
  }

  /**
   * @throws dev.freehold.kernel.Refusal {@code NOT_FOUND}
   */
  @Transactional
  public Platform get(UUID platformId) {
    return Platform.findLive(platformId, Call.current().scope().organizationId())
        .orElseThrow(() -> KernelRefusal.notFound("platform"));
  }

  /** Newest first; up to one more than the page's limit. */
  @Transactional
  public List<Platform> list(Platform.Filter filter, PageRequest page) {
    return Platform.listLive(filter, page);
  }

  /** Newest first; up to one more than the page's limit. The caller's guard found the platform. */
  @Transactional
  public List<LifecycleEvent> listEvents(UUID platformId, PageRequest page) {
    guard.forReading(platformId);
    return LifecycleEvent.listOf(platformId, page);
  }

  /** What to change; null leaves a field as it is. */
  public record Change(@Nullable String name, @Nullable String slug) {}

  /**
   * @param ifMatch throws when the version is not the caller's
   * @throws dev.freehold.kernel.Refusal those of the guard (only a name may change before the
   *     platform is ready), then {@code SLUG_TAKEN}, {@code SLUG_RESERVED}
   */
  @Transactional
  public Platform update(UUID platformId, IntConsumer ifMatch, Change change) {
    Platform platform = guard.lock(platformId, ifMatch);
    PlatformGuard.check(
        platform, change.slug() == null ? GuardRule.Change.EARLY : GuardRule.Change.ORDINARY);
    var before = new LinkedHashMap<String, String>();
    var after = new LinkedHashMap<String, String>();
    if (change.slug() != null && !change.slug().equals(platform.slug)) {
      takeSlug(change.slug());
      before.put("slug", platform.slug);
      after.put("slug", change.slug());
      platform.slug = change.slug();
    }
    if (change.name() != null && !change.name().equals(platform.name)) {
      before.put("name", platform.name);
      after.put("name", change.name());
      platform.name = change.name();
    }
    if (!after.isEmpty()) {
      saveRenamed(platform);
      transitions.audit(platform, "update", before, after);
    }
    return platform;
  }

  private void takeSlug(String slug) {
    requireUntaken(slug);
    requireFreeSlug(slug);
  }

  /** Another may take the slug between the look and the write: the index says so. */
  private void saveRenamed(Platform platform) {
    try {
      transitions.save(platform);
    } catch (PersistenceException failure) {
      if (SqlFailure.constraint(failure).filter("platforms_slug_key"::equals).isPresent()) {
        throw PlatformRefusal.SLUG_TAKEN.because("slug %s is taken", platform.slug);
      }
      throw failure;
    }
  }
}
