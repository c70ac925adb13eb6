package dev.freehold.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.bench.baseline.JdbcLoop;
import dev.freehold.bench.baseline.PgBench;
import dev.freehold.bench.workload.Workload;
import io.quarkus.arc.All;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** The program runs; how fast is nobody's business here. */
@QuarkusTest
@WithTestResource(BenchDatabase.class)
class RoundsTest {

  @Inject Rounds rounds;

  @Inject @All List<Workload> workloads;

  @Inject
  @ConfigProperty(name = "freehold.database.url")
  String url;

  @Inject
  @ConfigProperty(name = "freehold.database.user")
  String user;

  @Inject
  @ConfigProperty(name = "freehold.database.secret")
  String password;

  @Test
  void aRoundMeasuresEveryWorkloadBesideItsOwnStatements() {
    var lines = new ArrayList<String>();
    var options = new BenchOptions(1, 1, Set.of(), false, true, BenchOptions.Kind.STATEMENTS);
    var baseline = new JdbcLoop(new PgBench.Login(url, user, password));

    List<Measured> measured = rounds.run(workloads, baseline, options, lines::add);

    assertThat(measured)
        .hasSize(6)
        .allSatisfy(
            one -> {
              assertThat(one.statements()).isPositive();
              assertThat(one.ratio().median()).isPositive();
            });
    assertThat(Report.of(measured, baseline.name()))
        .contains("session check", "webhook to row", "relay", "plain JDBC loop");
    assertThat(lines).last().isEqualTo("round 1 of 1");
  }
}
