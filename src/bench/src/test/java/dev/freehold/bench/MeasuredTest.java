package dev.freehold.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class MeasuredTest {

  @Test
  void ratioIsOursByTheirsRoundByRound() {
    var measured = new Measured("x", 3);
    measured.round(0.2, 0.1);
    measured.round(0.9, 0.3);
    measured.round(0.4, 0.4);

    Spread ratio = measured.ratio();

    assertThat(ratio.median()).isCloseTo(2.0, within(1e-9));
    assertThat(ratio.low()).isCloseTo(1.2, within(1e-9));
    assertThat(ratio.high()).isCloseTo(2.8, within(1e-9));
  }

  @Test
  void spreadLiesOnTheLineBetweenTwoValues() {
    Spread spread = Spread.of(List.of(40.0, 10.0, 30.0, 20.0));

    assertThat(spread.median()).isCloseTo(25, within(1e-9));
    assertThat(spread.low()).isCloseTo(13, within(1e-9));
    assertThat(spread.high()).isCloseTo(37, within(1e-9));
    assertThat(Spread.of(List.of(7.0))).isEqualTo(new Spread(7, 7, 7));
    assertThatThrownBy(() -> Spread.of(List.of())).isInstanceOf(IllegalArgumentException.class);
  }
}
