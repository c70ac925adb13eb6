package dev.freehold.metering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.kernel.Call;
import dev.freehold.kernel.Scope;
import dev.freehold.kernel.Transactions;
import dev.freehold.kernel.sql.Sql;
import dev.freehold.metering.collection.PlatformBatch;
import dev.freehold.metering.collection.PlatformFiller;
import dev.freehold.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows of a tenant are seen by it and by operators; those of operators by nobody else. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
class TenancyTest {

  private static final LocalDate DAY = LocalDate.parse("2026-03-20");

  @Inject PlatformFiller filler;
  @Inject Transactions transactions;
  @Inject Sql sql;

  private long rows(Scope scope, String table) {
    return Call.system("test", scope)
        .supply(
            () ->
                transactions.requiresNew(
                    () ->
                        sql.one(
                            "SELECT count(*) AS n FROM metering." + table,
                            row -> row.longValue("n"))));
  }

  private Tenant collected() {
    var tenant = new Tenant(Instant.parse("2026-03-14T09:30:00Z"));
    tenant.subscription("starter", tenant.createdAt);
    tenant.worker(tenant.key + "-a", tenant.entity);
    for (long n : List.of(3_000_000L, 3_100_000L)) {
      tenant.invocations(DAY, tenant.key + "-a", n);
      tenant.task(DAY, tenant.platform);
      Call.system("test", Scope.operator())
          .run(() -> filler.fill(new PlatformBatch(List.of(tenant.platform), DAY)));
    }
    return tenant;
  }

  @ParameterizedTest
  @ValueSource(strings = {"usage_snapshots", "snapshot_revisions", "usage_alerts"})
  void rowsOfATenantAreItsOwn(String table) {
    Tenant tenant = collected();
    Tenant other = collected();

    long own = rows(Scope.tenant(tenant.organization), table);

    assertThat(own).isPositive();
    assertThat(rows(Scope.none(), table)).isZero();
    assertThat(rows(Scope.operator(), table))
        .isGreaterThanOrEqualTo(own + rows(Scope.tenant(other.organization), table));
  }

  @ParameterizedTest
  @ValueSource(strings = {"resource_measurements", "collection_tasks"})
  void rowsOfOperatorsAreTheirs(String table) {
    Tenant tenant = collected();

    assertThat(rows(Scope.tenant(tenant.organization), table)).isZero();
    assertThat(rows(Scope.none(), table)).isZero();
    assertThat(rows(Scope.operator(), table)).isPositive();
  }
}
