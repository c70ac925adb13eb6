package dev.freehold.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SecretsTest {

  private static final int MANY = 10_000;

  @Test
  void aTokenHas256RandomBits() {
    var tokens = Stream.generate(() -> Secrets.token("fhs_")).limit(MANY).toList();

    assertThat(tokens).doesNotHaveDuplicates();
    assertThat(tokens)
        .allMatch(token -> token.matches("fhs_[A-Za-z0-9_-]{43}"))
        .allMatch(token -> Base64.getUrlDecoder().decode(token.substring(4)).length == 32);
  }

  /** Each digit stands at each place about as often. */
  @Test
  void aCodeIsSixDigits() {
    var codes = Stream.generate(Secrets::sixDigits).limit(MANY).toList();

    assertThat(codes).allMatch(code -> code.matches("[0-9]{6}"));
    for (int place = 0; place < 6; place++) {
      for (char digit = '0'; digit <= '9'; digit++) {
        int at = place;
        char one = digit;
        // Ten deviations of a fair draw.
        assertThat(codes.stream().filter(code -> code.charAt(at) == one).count())
            .isBetween(700L, 1300L);
      }
    }
  }
}
