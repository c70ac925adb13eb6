package dev.freehold.metering;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AggregationTest {

  // metering §5.6
  @Test
  void meanIsRoundedDown() {
    assertThat(Aggregation.AVG.periodValue(35_000_000_000L, 3)).isEqualTo(11_666_666_666L);
    assertThat(Aggregation.SUM.periodValue(35_000_000_000L, 3)).isEqualTo(35_000_000_000L);
  }
}
