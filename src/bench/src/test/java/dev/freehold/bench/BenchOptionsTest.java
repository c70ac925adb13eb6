package dev.freehold.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;

class BenchOptionsTest {

  @Test
  void readsBothSpellings() {
    assertThat(BenchOptions.parse())
        .isEqualTo(new BenchOptions(150, 10, Set.of(), false, false, BenchOptions.Kind.STATEMENTS));
    assertThat(BenchOptions.parse("--peer").kind()).isEqualTo(BenchOptions.Kind.PEER);
    assertThat(BenchOptions.parse("--growth").kind()).isEqualTo(BenchOptions.Kind.GROWTH);
    assertThat(BenchOptions.parse("--seconds", "9", "--only=key,relay", "--durable"))
        .isEqualTo(
            new BenchOptions(
                9, 10, Set.of("key", "relay"), true, false, BenchOptions.Kind.STATEMENTS));
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    assertThatThrownBy(() -> BenchOptions.parse("--fast")).hasMessageContaining("--fast");
    assertThatThrownBy(() -> BenchOptions.parse("--rounds", "0")).hasMessageContaining("0");
    assertThatThrownBy(() -> BenchOptions.parse("--only", "sql")).hasMessageContaining("relay");
    assertThatThrownBy(() -> BenchOptions.parse("--rounds")).hasMessageContaining("value");
  }
}
