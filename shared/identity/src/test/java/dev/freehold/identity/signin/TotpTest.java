package dev.freehold.identity.signin;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TotpTest {

  private static final byte[] SECRET = "12345678901234567890".getBytes(StandardCharsets.UTF_8);

  /** The last six digits of RFC 6238, appendix B. */
  @ParameterizedTest
  @CsvSource({
    "59, 287082",
    "1111111109, 081804",
    "1111111111, 050471",
    "1234567890, 005924",
    "2000000000, 279037",
    "20000000000, 353130"
  })
  void isTheStandardsCode(long second, String code) {
    assertThat(Totp.codeAt(SECRET, Instant.ofEpochSecond(second))).isEqualTo(code);
  }

  @Test
  void takesOneStepOfToleranceEachSide() {
    Instant now = Instant.ofEpochSecond(1_000_000_020);
    long step = Totp.stepAt(now);

    for (int off = -2; off <= 2; off++) {
      String code = Totp.codeAt(SECRET, now.plusSeconds(30L * off));
      var found = Totp.matchingStep(SECRET, code, now, 0);
      assertThat(found.isPresent()).as("step %d", off).isEqualTo(Math.abs(off) <= 1);
      if (found.isPresent()) {
        assertThat(found.getAsLong()).isEqualTo(step + off);
      }
    }
  }

  @Test
  void onlyAStepLaterThanTheLastUsedCounts() {
    Instant now = Instant.ofEpochSecond(1_000_000_020);
    String code = Totp.codeAt(SECRET, now);

    assertThat(Totp.matchingStep(SECRET, code, now, Totp.stepAt(now) - 1)).isPresent();
    assertThat(Totp.matchingStep(SECRET, code, now, Totp.stepAt(now))).isEmpty();
  }

  @Test
  void theSecretIsWrittenAsAppsTakeIt() {
    assertThat(Totp.base32(SECRET)).isEqualTo("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
  }
}
