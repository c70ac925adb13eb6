package dev.freehold.lambda.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.kernel.Json;
import dev.freehold.kernel.signal.Metric;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EmbeddedMetricsTest {

  private static List<Emf.Kept> kept(Map<Metric, Long> values, boolean byOperation) {
    var metrics = new EmbeddedMetrics("production", "core-relay-outbox", values, byOperation);
    return Emf.read(Json.tree(Json.write(metrics.members(Instant.now()))));
  }

  @Test
  void everyMetricAtOnceIsReadBackWithItsUnit() {
    var values = new EnumMap<Metric, Long>(Metric.class);
    for (Metric metric : Metric.values()) {
      values.put(metric, 10L + metric.ordinal());
    }

    var whole =
        kept(values, false).stream()
            .filter(one -> one.dimensions().equals("Environment=production"))
            .toList();

    assertThat(whole).hasSameSizeAs(values.keySet());
    values.forEach(
        (metric, value) ->
            assertThat(whole)
                .contains(
                    new Emf.Kept(
                        metric.label(), "Environment=production", value, metric.unit().word())));
  }

  @Test
  void onlyWhatFailedIsKeptPerOperation() {
    var good = kept(Map.of(Metric.CALLS, 1L, Metric.FAULTS, 0L), false);
    var bad = kept(Map.of(Metric.CALLS, 1L, Metric.FAULTS, 1L), false);

    assertThat(good).extracting(Emf.Kept::dimensions).containsOnly("Environment=production");
    assertThat(bad)
        .filteredOn(one -> one.dimensions().contains("Operation=core-relay-outbox"))
        .extracting(Emf.Kept::metric)
        .containsExactly("faults");
  }

  @Test
  void everythingIsKeptPerOperationWhereThatIsPaidFor() {
    var kept = kept(Map.of(Metric.CALLS, 1L, Metric.DURATION, 7L), true);

    assertThat(kept)
        .filteredOn(one -> one.dimensions().contains("Operation="))
        .extracting(Emf.Kept::metric)
        .containsExactlyInAnyOrder("calls", "durationMs");
  }

  @Test
  void noTwoMetricsHaveOneName() {
    assertThat(Metric.values()).extracting(Metric::label).doesNotHaveDuplicates();
  }
}
