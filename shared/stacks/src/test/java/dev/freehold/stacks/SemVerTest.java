package dev.freehold.stacks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SemVerTest {

  @Test
  void orderIsThatOfTheSpecification() {
    // semver.org, 11.4.4, and the numbers around it.
    var ordered =
        Arrays.stream(
                """
                0.9.9 1.0.0-alpha 1.0.0-alpha.1 1.0.0-alpha.beta 1.0.0-beta 1.0.0-beta.2 \
                1.0.0-beta.11 1.0.0-rc.1 1.0.0 1.0.1 1.2.0 1.10.0 2.0.0"""
                    .split(" "))
            .map(SemVer::of)
            .toList();
    var shuffled = new ArrayList<>(ordered);
    Collections.shuffle(shuffled, new Random(7));

    Collections.sort(shuffled);

    assertThat(shuffled).isEqualTo(ordered);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1", "1.2", "01.2.3", "1.02.3", "1.2.3-01", "1.2.3+build", "v1.2.3", "1.2.3-", ""})
  void otherFormsAreNoVersion(String text) {
    assertThat(SemVer.parse(text)).isEmpty();
  }

  @Test
  void textIsTheOneThatWasRead() {
    assertThat(SemVer.of("1.2.3-rc.1")).hasToString("1.2.3-rc.1");
  }

  @Test
  void versionOf65CharactersIsNone() {
    assertThat(SemVer.parse("1.0.0-" + "a".repeat(59))).isEmpty();
    assertThat(SemVer.parse("1.0.0-" + "a".repeat(58))).isPresent();
  }
}
