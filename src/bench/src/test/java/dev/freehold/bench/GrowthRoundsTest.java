package dev.freehold.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.bench.growth.GrowthRounds;
import dev.freehold.bench.workload.Rows;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The program runs; how fast is nobody's business here. */
@QuarkusTest
@WithTestResource(BenchDatabase.class)
class GrowthRoundsTest {

  @Inject GrowthRounds rounds;

  @Inject Rows rows;

  @Test
  void aRoundMeasuresBothDatabasesAndEndsInTheSmallOne() {
    var lines = new ArrayList<String>();
    var options = new BenchOptions(1, 1, Set.of(), false, false, BenchOptions.Kind.GROWTH);

    List<Measured> measured = rounds.run(new GrowthRounds.Sizes(2, 30), options, lines::add);

    assertThat(measured)
        .extracting(Measured::title)
        .containsExactlyInAnyOrder(
            "session check (GET /v1/session)",
            "key verification (POST /v1/api-keys/verify)",
            "session check, another session each time",
            "key verification, other keys each time");
    assertThat(measured).allSatisfy(one -> assertThat(one.ratio().median()).isPositive());
    assertThat(lines).anyMatch(line -> line.startsWith("grown: 32 organizations, 160 people"));
    assertThat(crowdIn("identity.organizations")).isEqualTo(2);
  }

  private long crowdIn(String table) {
    return rows.count("SELECT count(*) FROM " + table + " WHERE slug LIKE 'growth-%'");
  }
}
