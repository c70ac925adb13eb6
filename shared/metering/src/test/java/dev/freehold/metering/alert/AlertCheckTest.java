package dev.freehold.metering.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.freehold.kernel.Call;
import dev.freehold.kernel.Scope;
import dev.freehold.metering.Tenant;
import dev.freehold.metering.collection.PlatformBatch;
import dev.freehold.metering.collection.PlatformFiller;
import dev.freehold.testing.Owner;
import dev.freehold.testing.SettableClock;
import dev.freehold.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Each threshold once per subscription, metric and period; the highest is told, once. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
class AlertCheckTest {

  /** The test clock's month: 14 March to 14 April. */
  private static final Instant ANCHOR = Instant.parse("2026-03-14T09:30:00Z");

  private static final LocalDate FIRST = LocalDate.parse("2026-03-14");

  @Inject PlatformFiller filler;
  @Inject QuotaWatch quotas;
  @Inject AlertNotice notice;
  @Inject SettableClock clock;

  private final Tenant tenant = new Tenant(ANCHOR.minusSeconds(40 * 86_400));
  private final UUID worker = tenant.worker(tenant.key + "-a", tenant.entity);
  private final UUID subscription = tenant.subscription("starter", ANCHOR);

  private void collect(LocalDate day, long invocations) {
    tenant.invocations(day, tenant.key + "-a", invocations);
    Call.system("test", Scope.operator())
        .run(() -> filler.fill(new PlatformBatch(List.of(tenant.platform), day)));
  }

  private void inTenant(Runnable work) {
    Call.system("test", Scope.tenant(tenant.organization)).run(work);
  }

  private List<Map<String, @Nullable Object>> alerts() {
    return Owner.rows(
        "SELECT a.*, m.slug FROM metering.usage_alerts a JOIN metering.metrics m"
            + " ON m.id = a.metric_id WHERE platform_id = ? ORDER BY period_start, threshold_pct",
        tenant.platform);
  }

  private UUID firstAlert() {
    return (UUID) Objects.requireNonNull(alerts().getFirst().get("id"));
  }

  private long mails() {
    return Owner.count(
        "SELECT count(*) FROM core.mail_messages WHERE template = 'usage-alert'"
            + " AND organization_id = ?",
        tenant.organization);
  }

  // metering §7.25
  @Test
  void jumpWritesAllRowsAndTellsTheHighest() {
    collect(FIRST, 2_000_000);
    collect(FIRST.plusDays(1), 2_750_000);

    assertThat(alerts())
        .extracting(row -> row.get("threshold_pct"), row -> row.get("suppressed"))
        .containsExactly(tuple(50, true), tuple(75, true), tuple(90, false));
    assertThat(tenant.messages("metering.alert.triggered")).isEqualTo(1);
    assertThat(tenant.messages("metering.quota.exceeded")).isZero();
  }

  // metering §7.24
  @Test
  void correctionAfterAnAlertTellsNothingAgain() {
    collect(FIRST, 2_500_000);
    collect(FIRST, 2_000_000);

    collect(FIRST, 2_600_000);

    assertThat(alerts()).hasSize(1);
    assertThat(tenant.messages("metering.alert.triggered")).isEqualTo(1);
  }

  @Test
  void thresholdIsReachedExactlyAtItsShare() {
    collect(FIRST, 2_499_999);
    assertThat(alerts()).isEmpty();

    collect(FIRST.plusDays(1), 1);

    assertThat(alerts())
        .extracting(
            row -> row.get("threshold_pct"), row -> row.get("used"), row -> row.get("quota"))
        .containsExactly(tuple(50, 2_500_000L, 5_000_000L));
  }

  @Test
  void daysBelongToThePeriodOfTheirDate() {
    collect(FIRST.minusDays(1), 2_500_000);
    collect(FIRST, 2_500_000);
    collect(LocalDate.parse("2026-04-13"), 1_000_000);
    collect(LocalDate.parse("2026-04-14"), 2_500_000);

    assertThat(alerts())
        .extracting(row -> row.get("period_start"), row -> row.get("threshold_pct"))
        .containsExactly(
            tuple(Timestamp.from(ANCHOR), 50),
            tuple(Timestamp.from(Instant.parse("2026-04-14T09:30:00Z")), 50));
  }

  @Test
  void fallingUsageAndAnotherPlanNeverTellAgain() {
    collect(FIRST, 5_000_000);
    Owner.update(
        "UPDATE billing.subscriptions SET plan_version_id = (SELECT current_version_id FROM"
            + " billing.plans WHERE kind = 'platform' AND code = 'growth') WHERE id = ?",
        subscription);
    inTenant(() -> quotas.recheck(tenant.platform));
    collect(FIRST.plusDays(1), 20_000_000);

    assertThat(alerts())
        .extracting(row -> row.get("threshold_pct"))
        .containsExactly(50, 75, 90, 100);
    assertThat(tenant.messages("metering.alert.triggered")).isEqualTo(1);
  }

  @Test
  void downgradeIsCheckedWithTheMessage() {
    Owner.update(
        "UPDATE billing.subscriptions SET plan_version_id = (SELECT current_version_id FROM"
            + " billing.plans WHERE kind = 'platform' AND code = 'growth') WHERE id = ?",
        subscription);
    collect(FIRST, 4_000_000);
    assertThat(alerts()).isEmpty();
    Owner.update(
        "UPDATE billing.subscriptions SET plan_version_id = (SELECT current_version_id FROM"
            + " billing.plans WHERE kind = 'platform' AND code = 'starter') WHERE id = ?",
        subscription);

    for (int i = 0; i < 3; i++) {
      inTenant(() -> quotas.recheck(tenant.platform));
    }

    assertThat(alerts()).extracting(row -> row.get("threshold_pct")).containsExactly(50, 75);
    assertThat(tenant.messages("metering.alert.triggered")).isEqualTo(1);
  }

  @Test
  void renewalIsSaidOfWhatWasUsedUp() {
    Instant now = clock.instant();
    collect(FIRST, 5_000_000);
    try {
      clock.set(Instant.parse("2026-04-14T09:31:00Z"));
      inTenant(() -> quotas.renew(tenant.platform));
    } finally {
      clock.set(now);
    }

    assertThat(
            Owner.rows(
                "SELECT payload ->> 'metric' AS metric, payload ->> 'used' AS used FROM core.outbox"
                    + " WHERE type = 'metering.quota.renewed' AND platform_id = ?",
                tenant.platform))
        .singleElement()
        .satisfies(
            row ->
                assertThat(row)
                    .containsEntry("metric", "worker_invocations")
                    .containsEntry("used", "0"));
  }

  @Test
  void storageIsTheMeanOfTheWholePeriod() {
    tenant.resource("r2", tenant.key + "-files", null, tenant.entity);
    tenant.measured(
        FIRST, "r2StorageAdaptiveGroups", tenant.key + "-files", "bytes", 154_999_999_999L);
    collect(FIRST, 0);
    assertThat(alerts()).isEmpty();
    tenant.measured(
        FIRST.plusDays(1), "r2StorageAdaptiveGroups", tenant.key + "-files", "bytes", 1L);
    collect(FIRST.plusDays(1), 0);
    assertThat(alerts())
        .as("155,000,000,000 bytes over 31 days are 5,000,000,000 a day, half of 10 G")
        .singleElement()
        .satisfies(
            row ->
                assertThat(row)
                    .containsEntry("slug", "r2_storage_bytes")
                    .containsEntry("used", 5_000_000_000L));
  }

  @Test
  void daysWrittenAtOnceSeeEachOther() throws Exception {
    for (int day = 0; day < 10; day++) {
      tenant.invocations(FIRST.plusDays(day), tenant.key + "-a", 500_000);
    }

    try (var pool = Executors.newFixedThreadPool(10)) {
      for (int copy = 0; copy < 2; copy++) {
        for (int day = 0; day < 10; day++) {
          LocalDate date = FIRST.plusDays(day);
          pool.submit(
              () ->
                  Call.system("test", Scope.operator())
                      .run(() -> filler.fill(new PlatformBatch(List.of(tenant.platform), date))));
        }
      }
    }

    assertThat(alerts())
        .extracting(row -> row.get("threshold_pct"))
        .containsExactly(50, 75, 90, 100);
    assertThat(tenant.messages("metering.alert.triggered")).isEqualTo(4);
    assertThat(tenant.messages("metering.quota.exceeded")).isEqualTo(1);
  }

  // metering §7.26
  @Test
  void alertDeliveredThriceIsOneMail() throws Exception {
    collect(FIRST, 2_500_000);
    UUID alert = firstAlert();

    try (var pool = Executors.newFixedThreadPool(3)) {
      for (int i = 0; i < 3; i++) {
        pool.submit(() -> inTenant(() -> notice.notify(alert)));
      }
    }

    assertThat(mails()).isEqualTo(1);
    assertThat(alerts().getFirst().get("notified_at")).isNotNull();
    assertThat(
            Owner.value(
                "SELECT params ->> 'used' || ' ' || (params ->> 'periodEnd') || ' ' || permission"
                    + " FROM core.mail_messages WHERE organization_id = ?",
                tenant.organization))
        .isEqualTo("2,500,000 2026-04-13 billing:read");
  }

  @Test
  void suppressedAlertIsNotTold() {
    collect(FIRST, 4_000_000);

    inTenant(() -> notice.notify(firstAlert()));

    assertThat(mails()).isZero();
    assertThat(alerts().getFirst().get("notified_at")).isNull();
  }

  @Test
  void anotherOrganizationsAlertIsLeftAlone() {
    collect(FIRST, 2_500_000);
    UUID alert = firstAlert();
    var stranger = new Tenant(ANCHOR);

    Call.system("test", Scope.tenant(stranger.organization)).run(() -> notice.notify(alert));

    assertThat(alerts().getFirst().get("notified_at")).isNull();
  }

  @Test
  void platformWithoutSubscriptionHasNoAlerts() {
    Owner.update("DELETE FROM billing.subscriptions WHERE id = ?", subscription);

    collect(FIRST, 9_000_000);

    assertThat(alerts()).isEmpty();
    assertThat(worker).isNotNull();
  }
}
