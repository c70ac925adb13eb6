package dev.freehold.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class GrowthReportTest {

  @Test
  void namesWhatGrewByMoreThanAFifth() {
    Measured slower = measured("slower", 1.21);
    List<Measured> all = List.of(measured("same", 1.0), measured("edge", 1.19), slower);

    assertThat(GrowthReport.over(all)).containsExactly(slower);
    assertThat(GrowthReport.of(all)).contains("over 1.20: slower, 1.210").doesNotContain(": edge");
  }

  private static Measured measured(String title, double ratio) {
    var measured = new Measured(title, 0);
    measured.round(ratio * 0.001, 0.001);
    return measured;
  }
}
