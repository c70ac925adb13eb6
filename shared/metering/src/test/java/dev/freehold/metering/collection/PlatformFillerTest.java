package dev.freehold.metering.collection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import dev.freehold.kernel.Call;
import dev.freehold.kernel.Scope;
import dev.freehold.metering.Tenant;
import dev.freehold.testing.Owner;
import dev.freehold.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A platform's day out of what was measured: shared out, once, corrected, never held up. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
class PlatformFillerTest {

  private static final Instant START = Instant.parse("2026-03-14T09:30:00Z");
  private static final LocalDate DAY = LocalDate.parse("2026-03-20");

  @Inject PlatformFiller filler;

  private final Tenant tenant = new Tenant(START);

  private void fill(LocalDate date, UUID... platforms) {
    Call.system("test", Scope.operator())
        .run(() -> filler.fill(new PlatformBatch(List.of(platforms), date)));
  }

  private List<Map<String, @Nullable Object>> snapshots() {
    return Owner.rows(
        "SELECT * FROM metering.usage_snapshots WHERE platform_id = ?"
            + " ORDER BY snapshot_date, entity_id NULLS FIRST",
        tenant.platform);
  }

  private @Nullable Object status(LocalDate date, UUID platform) {
    return Owner.value(
        "SELECT status FROM metering.collection_tasks WHERE snapshot_date = ? AND platform_id = ?",
        date,
        platform);
  }

  @Test
  void platformIsTheSumOfItsResourcesAndEntitiesPartitionIt() {
    UUID other = tenant.entity();
    tenant.worker(tenant.key + "-a", tenant.entity);
    tenant.worker(tenant.key + "-b", other);
    tenant.resource("d1", tenant.key + "-db", "db-" + tenant.key, other);
    tenant.resource("r2", tenant.key + "-files", null, tenant.entity);
    tenant.resource("kv", tenant.key + "-kv", "kv-" + tenant.key, other);
    tenant.invocations(DAY, tenant.key + "-a", 100);
    tenant.invocations(DAY, tenant.key + "-b", 11);
    tenant.measured(DAY, "workersInvocationsAdaptive", tenant.key + "-b", "errors", 2);
    tenant.measured(DAY, "d1AnalyticsAdaptiveGroups", "db-" + tenant.key, "rowsRead", 70);
    tenant.measured(DAY, "d1AnalyticsAdaptiveGroups", "db-" + tenant.key, "rowsWritten", 7);
    tenant.measured(DAY, "r2StorageAdaptiveGroups", tenant.key + "-files", "bytes", 9000);
    tenant.measured(DAY, "r2OperationsAdaptiveGroups", tenant.key + "-files", "PutObject", 5);
    tenant.measured(DAY, "r2OperationsAdaptiveGroups", tenant.key + "-files", "GetObject", 50);
    tenant.measured(DAY, "r2OperationsAdaptiveGroups", tenant.key + "-files", "DeleteObject", 3);
    tenant.measured(DAY, "kvOperationsAdaptiveGroups", "kv-" + tenant.key, "read", 30);
    tenant.measured(DAY, "kvOperationsAdaptiveGroups", "kv-" + tenant.key, "list", 4);

    fill(DAY, tenant.platform);

    assertThat(snapshots()).hasSize(3);
    assertThat(snapshots().getFirst())
        .contains(
            entry("worker_invocations", 111L),
            entry("worker_errors", 2L),
            entry("d1_read_rows", 70L),
            entry("d1_write_rows", 7L),
            entry("r2_storage_bytes", 9000L),
            entry("r2_class_a_ops", 5L),
            entry("r2_class_b_ops", 50L),
            entry("kv_reads", 30L),
            entry("kv_writes", 4L),
            entry("source", "cloudflare"),
            entry("revision", 1));
    assertThat(snapshots())
        .filteredOn(row -> other.equals(row.get("entity_id")))
        .singleElement()
        .satisfies(
            row ->
                assertThat(row).contains(entry("worker_invocations", 11L), entry("kv_writes", 4L)));
  }

  @Test
  void nothingMeasuredIsARowOfZeros() {
    tenant.task(DAY, tenant.platform);

    fill(DAY, tenant.platform);

    assertThat(snapshots())
        .singleElement()
        .satisfies(
            row ->
                assertThat(row).contains(entry("worker_invocations", 0L), entry("kv_reads", 0L)));
    assertThat(status(DAY, tenant.platform)).isEqualTo("done");
  }

  @Test
  void resourceCountsOnTheDaysItLived() {
    UUID old = tenant.worker(tenant.key + "-a", tenant.entity);
    Owner.update(
        "UPDATE registry.resources SET status = 'deleted', deleted_at = ?::timestamptz"
            + " WHERE id = ?",
        Instant.parse("2026-03-20T00:00:00Z"),
        old);
    UUID heir = tenant.entity();
    UUID fresh = tenant.worker(tenant.key + "-a", heir);
    Owner.update(
        "UPDATE registry.resources SET created_at = ?::timestamptz WHERE id = ?",
        Instant.parse("2026-03-21T00:00:00Z"),
        fresh);
    tenant.invocations(DAY.minusDays(1), tenant.key + "-a", 1);
    tenant.invocations(DAY, tenant.key + "-a", 2);
    tenant.invocations(DAY.plusDays(1), tenant.key + "-a", 4);

    for (int day = -1; day <= 1; day++) {
      fill(DAY.plusDays(day), tenant.platform);
    }

    assertThat(snapshots())
        .filteredOn(row -> row.get("entity_id") == null)
        .extracting(row -> row.get("worker_invocations"))
        .containsExactly(1L, 2L, 4L);
    assertThat(snapshots())
        .filteredOn(row -> heir.equals(row.get("entity_id")))
        .extracting(row -> row.get("worker_invocations"))
        .containsExactly(4L);
  }

  @Test
  void anotherReadingReplacesWhatDiffersAndKeepsWhatWas() {
    tenant.worker(tenant.key + "-a", tenant.entity);
    tenant.invocations(DAY, tenant.key + "-a", 100);
    fill(DAY, tenant.platform);
    fill(DAY, tenant.platform);
    tenant.invocations(DAY, tenant.key + "-a", 90);

    fill(DAY, tenant.platform);

    assertThat(snapshots())
        .extracting(row -> row.get("worker_invocations"), row -> row.get("revision"))
        .containsOnly(tuple(90L, 2));
    assertThat(
            Owner.rows(
                "SELECT before ->> 'worker_invocations' AS was, after ->> 'worker_invocations' AS is,"
                    + " revision FROM metering.snapshot_revisions"
                    + " WHERE platform_id = ? AND entity_id IS NULL",
                tenant.platform))
        .singleElement()
        .satisfies(
            row ->
                assertThat(row)
                    .contains(entry("was", "100"), entry("is", "90"), entry("revision", 2)));
  }

  @Test
  void entityFallsToZeroWithItsLastMeasurement() {
    UUID worker = tenant.worker(tenant.key + "-a", tenant.entity);
    tenant.invocations(DAY, tenant.key + "-a", 100);
    fill(DAY, tenant.platform);
    Owner.update("DELETE FROM registry.resources WHERE id = ?", worker);

    fill(DAY, tenant.platform);

    assertThat(snapshots())
        .hasSize(2)
        .extracting(row -> row.get("worker_invocations"))
        .containsOnly(0L);
  }

  @Test
  void manualValueStays() {
    tenant.worker(tenant.key + "-a", tenant.entity);
    tenant.invocations(DAY, tenant.key + "-a", 100);
    fill(DAY, tenant.platform);
    Owner.update(
        "UPDATE metering.usage_snapshots SET source = 'manual', worker_invocations = 7"
            + " WHERE platform_id = ? AND entity_id IS NULL",
        tenant.platform);
    tenant.invocations(DAY, tenant.key + "-a", 120);

    fill(DAY, tenant.platform);

    assertThat(snapshots())
        .extracting(row -> row.get("worker_invocations"))
        .containsExactly(7L, 120L);
  }

  // metering §7.20
  @Test
  void collectedByTwentyAtOnceIsOneSnapshot() throws Exception {
    tenant.worker(tenant.key + "-a", tenant.entity);
    tenant.invocations(DAY, tenant.key + "-a", 100);
    tenant.task(DAY, tenant.platform);

    try (var pool = Executors.newFixedThreadPool(10)) {
      for (int i = 0; i < 20; i++) {
        pool.submit(() -> fill(DAY, tenant.platform));
      }
    }

    assertThat(snapshots())
        .hasSize(2)
        .extracting(row -> row.get("worker_invocations"), row -> row.get("revision"))
        .containsOnly(tuple(100L, 1));
    assertThat(status(DAY, tenant.platform)).isEqualTo("done");
  }

  // metering §8: collect one platform in at most 4 statements
  @Test
  void platformTakesFourStatements() {
    tenant.subscription("starter", START);
    tenant.worker(tenant.key + "-a", tenant.entity);
    tenant.invocations(DAY, tenant.key + "-a", 100);
    var call = Call.system("test", Scope.operator());

    call.run(() -> filler.fill(new PlatformBatch(List.of(tenant.platform), DAY)));

    assertThat(call.state().statements()).isEqualTo(4);
  }

  // metering §7.22
  @Test
  void oneThatFailsTenTimesIsDeadAndTheOthersAreDone() {
    var broken = tenant.place();
    tenant.worker(tenant.key + "-a", tenant.entity);
    tenant.invocations(DAY, tenant.key + "-a", 100);
    tenant.task(DAY, tenant.platform);
    tenant.task(DAY, broken.platform());
    for (int i = 0; i < 2; i++) {
      UUID id = UUID.randomUUID();
      String name = broken.key() + "-" + i;
      Owner.update(
          "INSERT INTO registry.resources SELECT ?, organization_id, ?, ?, ?, NULL, resource_type,"
              + " ?, environment, ?, cloud_id, cloud_url, status, provision_job_id, config,"
              + " created_at, updated_at, deleted_at FROM registry.resources"
              + " WHERE platform_id = ? LIMIT 1",
          id,
          broken.platform(),
          broken.entity(),
          broken.stack(),
          "s" + i,
          name,
          tenant.platform);
      tenant.invocations(DAY, name, Long.MAX_VALUE);
    }

    for (int attempt = 0; attempt < 10; attempt++) {
      fill(DAY, broken.platform(), tenant.platform);
    }

    assertThat(status(DAY, broken.platform())).isEqualTo("dead");
    assertThat(status(DAY, tenant.platform)).isEqualTo("done");
    assertThat(
            Owner.count(
                "SELECT count(*) FROM core.outbox WHERE type = 'metering.collection.dead'"
                    + " AND platform_id = ?",
                broken.platform()))
        .isEqualTo(1);
  }

  // metering §7.28
  @Test
  void revisionsRefuseChanges() {
    tenant.worker(tenant.key + "-a", tenant.entity);
    tenant.invocations(DAY, tenant.key + "-a", 100);
    fill(DAY, tenant.platform);
    tenant.invocations(DAY, tenant.key + "-a", 90);
    fill(DAY, tenant.platform);

    assertThat(
            catchThrowable(
                () ->
                    Owner.update(
                        "UPDATE metering.snapshot_revisions SET reason = 'x'"
                            + " WHERE platform_id = ?",
                        tenant.platform)))
        .hasRootCauseInstanceOf(SQLException.class)
        .rootCause()
        .hasMessageContaining("append-only");
    assertThat(
            Owner.value(
                "SELECT has_table_privilege('freehold_app', 'metering.snapshot_revisions',"
                    + " 'UPDATE') OR has_table_privilege('freehold_app',"
                    + " 'metering.snapshot_revisions', 'DELETE')"))
        .isEqualTo(false);
  }
}
