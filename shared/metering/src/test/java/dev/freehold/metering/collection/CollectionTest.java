package dev.freehold.metering.collection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.freehold.kernel.Call;
import dev.freehold.kernel.Scope;
import dev.freehold.kernel.Swept;
import dev.freehold.metering.ProviderAddress;
import dev.freehold.metering.ProviderStub;
import dev.freehold.metering.Tenant;
import dev.freehold.testing.Owner;
import dev.freehold.testing.SettableClock;
import dev.freehold.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nights of one customer, from the schedule to the alert, on a provider that pages and refuses. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
@WithTestResource(ProviderAddress.class)
class CollectionTest {

  private static final Instant START = Instant.parse("2026-06-10T09:30:00Z");
  private static final LocalDate FIRST = LocalDate.parse("2026-06-10");

  @Inject CollectionPlan plan;
  @Inject AccountReader reader;
  @Inject PlatformFiller filler;
  @Inject SettableClock clock;

  private Instant before = Instant.EPOCH;
  private Tenant tenant;
  private ProviderStub provider;
  private Deliveries queue;

  @BeforeEach
  void arrange() {
    before = clock.instant();
    tenant = new Tenant(START);
    tenant.worker(tenant.key + "-a", tenant.entity);
    provider = new ProviderStub();
    queue = new Deliveries(tenant, reader, filler);
  }

  @AfterEach
  void putBack() {
    clock.set(before);
    provider.close();
    Owner.update(
        "UPDATE registry.platforms SET created_at = now() + interval '9 years'"
            + " WHERE organization_id = ?",
        tenant.organization);
    Owner.update("DELETE FROM metering.collection_tasks WHERE platform_id = ?", tenant.platform);
  }

  private void at(LocalDate day, String time) {
    clock.set(Instant.parse(day + "T" + time + "Z"));
  }

  private Swept plan() {
    return Call.system("test", Scope.operator()).supply(plan::planNight);
  }

  private Swept retry() {
    return Call.system("test", Scope.operator()).supply(plan::retryDue);
  }

  /** The night after {@code day}. */
  private void night(LocalDate day) {
    at(day.plusDays(1), "02:00:00");
    plan();
    queue.drain();
  }

  private void used(LocalDate day, long invocations) {
    provider.worker(tenant.externalAccount, day, tenant.key + "-a", invocations, 0);
  }

  private List<Map<String, @Nullable Object>> days() {
    return Owner.rows(
        "SELECT snapshot_date::text AS day, worker_invocations AS n, revision"
            + " FROM metering.usage_snapshots WHERE platform_id = ? AND entity_id IS NULL"
            + " ORDER BY snapshot_date",
        tenant.platform);
  }

  private List<Map<String, @Nullable Object>> tasks() {
    return Owner.rows(
        "SELECT snapshot_date::text AS day, status, attempts FROM metering.collection_tasks"
            + " WHERE platform_id = ? ORDER BY snapshot_date",
        tenant.platform);
  }

  private List<Integer> alerts(boolean suppressed) {
    return Owner.rows(
            "SELECT threshold_pct FROM metering.usage_alerts WHERE platform_id = ?"
                + " AND suppressed = ? ORDER BY threshold_pct",
            tenant.platform,
            suppressed)
        .stream()
        .map(row -> (Integer) row.get("threshold_pct"))
        .toList();
  }

  // kernel §15, steps 11 to 13
  @Test
  void thirteenNightsOfTheStoryline() {
    tenant.subscription("starter", START.plusSeconds(60));
    Map<Integer, List<Integer>> expected =
        Map.of(
            6,
            List.of(),
            7,
            List.of(50),
            9,
            List.of(50),
            10,
            List.of(50, 75),
            11,
            List.of(50, 75),
            12,
            List.of(50, 75, 90),
            13,
            List.of(50, 75, 90, 100));

    for (int collected = 1; collected <= 13; collected++) {
      LocalDate day = FIRST.plusDays(collected - 1L);
      used(day, 400_000);
      night(day);
      if (expected.containsKey(collected)) {
        assertThat(alerts(false)).as("day " + collected).isEqualTo(expected.get(collected));
      }
    }

    assertThat(alerts(true)).isEmpty();
    assertThat(tenant.messages("metering.alert.triggered")).isEqualTo(4);
    assertThat(tenant.messages("metering.quota.exceeded")).isEqualTo(1);
    assertThat(days()).hasSize(13).allSatisfy(row -> assertThat(row).containsEntry("n", 400_000L));
    assertThat(
            Owner.value(
                "SELECT period_start FROM metering.usage_alerts WHERE platform_id = ?" + " LIMIT 1",
                tenant.platform))
        .isEqualTo(Timestamp.from(START.plusSeconds(60)));
  }

  @Test
  void yesterdayAndTheThreeDaysBeforeAreReadAgain() {
    used(FIRST, 10);
    night(FIRST);
    provider.forget(tenant.externalAccount);
    used(FIRST, 12);

    night(FIRST.plusDays(3));
    provider.forget(tenant.externalAccount);
    used(FIRST, 13);
    night(FIRST.plusDays(4));

    assertThat(days().getFirst()).containsEntry("n", 12L).containsEntry("revision", 2);
    assertThat(days()).hasSize(5);
  }

  // metering §7.23
  @Test
  void missedNightsAreCaughtUp() {
    // Days that no other test has a night of: a day is missed when nobody's was planned.
    LocalDate first = LocalDate.parse("2031-01-10");
    Owner.update(
        "UPDATE registry.platforms SET created_at = '2031-01-10T09:30:00Z' WHERE id = ?",
        tenant.platform);
    for (int day = 0; day < 12; day++) {
      used(first.plusDays(day), day + 1);
    }
    night(first);

    night(first.plusDays(11));

    assertThat(days())
        .hasSize(12)
        .extracting(row -> row.get("n"))
        .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L, 12L);
  }

  // metering §7.20
  @Test
  void twoRunsOfOneNightAndEveryMessageTwiceIsOneCollection() throws Exception {
    tenant.subscription("starter", START);
    for (String other : List.of("b", "c", "d", "e")) {
      tenant.worker(tenant.key + '-' + other, tenant.entity);
      provider.worker(tenant.externalAccount, FIRST, tenant.key + '-' + other, 1_000_000, 3);
    }
    used(FIRST, 500_000);
    at(FIRST.plusDays(1), "02:00:00");
    try (var pool = Executors.newFixedThreadPool(2)) {
      pool.submit(this::plan);
      pool.submit(this::plan);
    }
    queue.times = 2;

    queue.drain();

    assertThat(days())
        .singleElement()
        .satisfies(
            row -> assertThat(row).containsEntry("n", 4_500_000L).containsEntry("revision", 1));
    assertThat(alerts(false)).containsExactly(90);
    assertThat(tenant.messages("metering.alert.triggered")).isEqualTo(1);
    // Two runs, each message twice, five data sets in seven pages: a reading that forks asks 56.
    assertThat(provider.asked).hasSizeLessThanOrEqualTo(28);
  }

  // metering §7.21
  @Test
  void providerAwayForAnHourLosesNothing() {
    used(FIRST, 77);
    provider.refuseWith = 429;
    night(FIRST);
    assertThat(tasks()).extracting(row -> row.get("status")).containsExactly("failed");
    provider.refuseWith = 500;
    for (int quarter = 1; quarter <= 4; quarter++) {
      clock.advance(Duration.ofMinutes(15));
      retry();
      queue.drain();
    }
    assertThat(days()).isEmpty();
    provider.refuseWith = 0;

    for (int quarter = 1; quarter <= 4; quarter++) {
      clock.advance(Duration.ofMinutes(15));
      retry();
      queue.drain();
    }

    assertThat(days()).singleElement().satisfies(row -> assertThat(row).containsEntry("n", 77L));
    assertThat(tasks()).extracting(row -> row.get("status")).containsExactly("done");
  }

  @Test
  void retrySaysWhenTheNextIsDue() {
    provider.refuseWith = 503;
    night(FIRST);

    Swept swept = retry();

    Instant due = swept.nextDueAt();
    assertThat(due).isNotNull();
    assertThat(Duration.between(clock.instant(), due))
        .isBetween(Duration.ofSeconds(270), Duration.ofSeconds(330));
  }

  @Test
  void lostMessagesAreSentAgainAfterAnHour() {
    used(FIRST, 5);
    at(FIRST.plusDays(1), "02:00:00");
    plan();
    queue.lose();
    clock.advance(Duration.ofMinutes(45));
    retry();
    assertThat(queue.drain()).isZero();

    clock.advance(Duration.ofMinutes(15));
    retry();
    queue.drain();

    assertThat(days()).hasSize(1);
  }

  @Test
  void deletedPlatformIsCollectedToItsLastDay() {
    used(FIRST, 1);
    used(FIRST.plusDays(1), 2);
    used(FIRST.plusDays(2), 4);
    night(FIRST);
    Instant deletedAt = Instant.parse("2026-06-11T18:00:00Z");
    Owner.update(
        "UPDATE registry.resources SET status = 'deleted', deleted_at = ?::timestamptz"
            + " WHERE platform_id = ?",
        deletedAt,
        tenant.platform);
    Owner.update(
        "UPDATE registry.platforms SET status = 'deleted', deleted_at = ?::timestamptz"
            + " WHERE id = ?",
        deletedAt,
        tenant.platform);

    night(FIRST.plusDays(1));
    night(FIRST.plusDays(2));

    assertThat(days())
        .extracting(row -> row.get("day"), row -> row.get("n"))
        .containsExactly(tuple("2026-06-10", 1L), tuple("2026-06-11", 2L));
  }

  @Test
  void actionsOfOneKeyAreReadAcrossPages() {
    tenant.resource("kv", tenant.key + "-kv", "kv1" + tenant.key, tenant.entity);
    tenant.resource("kv", tenant.key + "-kv2", "kv2" + tenant.key, tenant.entity);
    for (String key : List.of("kv1", "kv2")) {
      provider.action(
          tenant.externalAccount,
          FIRST,
          "kvOperationsAdaptiveGroups",
          key + tenant.key,
          "read",
          10);
      provider.action(
          tenant.externalAccount,
          FIRST,
          "kvOperationsAdaptiveGroups",
          key + tenant.key,
          "write",
          1);
    }

    night(FIRST);

    assertThat(
            Owner.rows(
                "SELECT kv_reads, kv_writes FROM metering.usage_snapshots"
                    + " WHERE platform_id = ? AND entity_id IS NULL",
                tenant.platform))
        .singleElement()
        .satisfies(
            row -> assertThat(row).containsEntry("kv_reads", 20L).containsEntry("kv_writes", 2L));
  }

  @Test
  void whatTheProviderTakesBackIsGone() {
    used(FIRST, 10);
    night(FIRST);
    provider.forget(tenant.externalAccount);

    night(FIRST.plusDays(1));

    assertThat(days().getFirst()).containsEntry("n", 0L).containsEntry("revision", 2);
  }

  // metering §7.27
  @Test
  void monthWithoutPartitionIsMadeAndTakesOverWhatFellElsewhere() {
    LocalDate far = LocalDate.parse("2027-09-05");
    tenant.task(far, tenant.platform);
    assertThat(partition(far, tenant.platform)).isEqualTo("metering.collection_tasks_default");

    at(far.plusDays(1), "02:00:00");
    plan();

    assertThat(partition(far, tenant.platform)).isEqualTo("metering.collection_tasks_202709");
    assertThat(Owner.value("SELECT to_regclass('metering.usage_snapshots_202712')::text"))
        .isEqualTo("metering.usage_snapshots_202712");
  }

  private @Nullable Object partition(LocalDate date, UUID platform) {
    return Owner.value(
        "SELECT tableoid::regclass::text FROM metering.collection_tasks"
            + " WHERE snapshot_date = ? AND platform_id = ?",
        date,
        platform);
  }
}
