package dev.freehold.bench.workload;

import dev.freehold.functions.metering.CollectionFunctions;
import dev.freehold.kernel.Json;
import dev.freehold.kernel.outbox.Envelope;
import dev.freehold.metering.collection.PlatformBatch;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/**
 * A message of {@code metering-collect-platform} for one platform with a tenant, a plan and four
 * resources: its day written and its quotas checked.
 */
@ApplicationScoped
class SnapshotUpsert implements Workload {

  private static final int PLATFORM = 0x11;
  private static final int ENTITY = 0x12;
  private static final int STACK = 0x13;

  /** The provider's counts of a day: data set, resource, action, amount. */
  private static final String MEASURED =
      """
      ('workersInvocationsAdaptive', 'worker', 'requests', 1000),
      ('workersInvocationsAdaptive', 'worker', 'errors', 3),
      ('d1AnalyticsAdaptiveGroups', 'd1', 'rowsRead', 5000),
      ('d1AnalyticsAdaptiveGroups', 'd1', 'rowsWritten', 400),
      ('r2OperationsAdaptiveGroups', 'r2', 'PutObject', 20),
      ('r2OperationsAdaptiveGroups', 'r2', 'GetObject', 300),
      ('kvOperationsAdaptiveGroups', 'kv', 'read', 700),
      ('kvOperationsAdaptiveGroups', 'kv', 'write', 50)
      """;

  private final CollectionFunctions functions;
  private final Tenant tenant;
  private final Rows rows;
  private final Clock clock;
  private final LocalDate day;

  SnapshotUpsert(CollectionFunctions functions, Tenant tenant, Rows rows, Clock clock) {
    this.functions = functions;
    this.tenant = tenant;
    this.rows = rows;
    this.clock = clock;
    this.day = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).minusDays(1);
  }

  @Override
  public String name() {
    return "snapshot";
  }

  @Override
  public String title() {
    return "snapshot upsert (metering-collect-platform)";
  }

  @Override
  public int mostRuns() {
    return 5000;
  }

  @Override
  public void arrange(Numbers numbers) {
    Instant began = clock.instant().minus(Duration.ofDays(3));
    tenant.platforms(numbers, PLATFORM);
    rows.insert(
        numbers,
        """
        INSERT INTO registry.entities (id, organization_id, platform_id, type, name, slug, status,
          version, created_at, updated_at)
        SELECT %s, ?, %s, 'tenant', 'Main', 'main', 'active', 0, ?, ? FROM numbers
        """
            .formatted(Numbers.idSql(ENTITY), Numbers.idSql(PLATFORM)),
        tenant.organization,
        began,
        began);
    rows.insert(
        numbers,
        """
        INSERT INTO registry.stacks (id, organization_id, platform_id, entity_id, key, name,
          is_default, status, version, created_at, updated_at)
        SELECT %s, ?, %s, %s, '13' || right(%s, 8), 'default', true, 'active', 0, ?, ?
        FROM numbers
        """
            .formatted(
                Numbers.idSql(STACK),
                Numbers.idSql(PLATFORM),
                Numbers.idSql(ENTITY),
                Numbers.TAG_SQL),
        tenant.organization,
        began,
        began);
    resources(numbers, began);
    subscriptions(numbers, began);
  }

  private void resources(Numbers numbers, Instant began) {
    rows.insert(
        numbers,
        """
        INSERT INTO registry.resources (id, organization_id, platform_id, entity_id, stack_id,
          resource_type, service_name, environment, cloud_name, cloud_id, status, config,
          created_at, updated_at)
        SELECT gen_random_uuid(), ?, %1$s, %2$s, %3$s, r.type, 'auth', 'production',
          r.type || '-' || %4$s, r.type || '-' || %4$s, 'active', '{}', ?, ?
        FROM numbers, (VALUES ('worker'), ('d1'), ('r2'), ('kv')) AS r (type)
        """
            .formatted(
                Numbers.idSql(PLATFORM),
                Numbers.idSql(ENTITY),
                Numbers.idSql(STACK),
                Numbers.TAG_SQL),
        tenant.organization,
        began,
        began);
    rows.insert(
        numbers,
        """
        INSERT INTO metering.resource_measurements (snapshot_date, id, account_ref, dataset,
          resource_key, action, quantity, estimated, created_at, updated_at)
        SELECT ?, gen_random_uuid(), 'bench', m.dataset, m.type || '-' || %s, m.action, m.amount,
          false, ?, ?
        FROM numbers, (VALUES %s) AS m (dataset, type, action, amount)
        """
            .formatted(Numbers.TAG_SQL, MEASURED),
        day,
        began,
        began);
  }

  private void subscriptions(Numbers numbers, Instant began) {
    rows.insert(
        numbers,
        """
        INSERT INTO billing.subscriptions (id, organization_id, plan_kind, platform_id, plan_id,
          plan_version_id, status, billing_anchor, current_period_start, current_period_end,
          created_at, updated_at)
        SELECT gen_random_uuid(), ?, 'platform', %s, p.id, p.current_version_id, 'active', s.at,
          s.at, s.at + interval '1 month', s.at, s.at
        FROM numbers, billing.plans p, (SELECT ?::timestamptz AS at) s
        WHERE p.kind = 'platform' AND p.code = 'starter'
        """
            .formatted(Numbers.idSql(PLATFORM)),
        tenant.organization,
        began);
  }

  @Override
  public void run(long number) {
    functions.collectPlatform(
        new Envelope(
            Numbers.id(0x14, number),
            "metering-collect-platform",
            clock.instant(),
            null,
            null,
            "r-bench",
            null,
            Json.tree(new PlatformBatch(List.of(Numbers.id(PLATFORM, number)), day))));
  }

  @Override
  public String effect() {
    return "SELECT count(*) FROM metering.usage_snapshots";
  }

  /** The platform's row and its tenant's. */
  @Override
  public int effectPerRun() {
    return 2;
  }
}
