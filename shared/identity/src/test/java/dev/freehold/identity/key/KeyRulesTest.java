package dev.freehold.identity.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.kernel.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KeyRulesTest {

  private static final Instant NOW = Instant.parse("2026-04-01T10:00:00Z");
  private static final Optional<Duration> YEAR = Optional.of(Duration.ofDays(365));

  @Test
  void aKeyWithoutExpiryEndsAsLateAsAllowed() {
    assertThat(KeyRules.expiry(null, YEAR, NOW)).isEqualTo(NOW.plus(Duration.ofDays(365)));
    assertThat(KeyRules.expiry(null, Optional.empty(), NOW)).isNull();
  }

  @Test
  void theLastAndTheFirstInstantAreJudged() {
    Instant last = NOW.plus(Duration.ofDays(365));

    assertThat(KeyRules.expiry(last, YEAR, NOW)).isEqualTo(last);
    assertThat(KeyRules.expiry(NOW.plusMillis(1), YEAR, NOW)).isEqualTo(NOW.plusMillis(1));
    assertRefused("EXPIRY_TOO_LATE", () -> KeyRules.expiry(last.plusMillis(1), YEAR, NOW));
    assertRefused("EXPIRY_IN_PAST", () -> KeyRules.expiry(NOW, YEAR, NOW));
  }

  @Test
  void whatIsLeftOutOfAWindowIsAsConfigured() {
    Duration hour = Duration.ofHours(1);

    assertThat(KeyRules.limit(null, 50, hour)).isEqualTo(new ApiKey.RateLimit(true, 3_600_000, 50));
    assertThat(KeyRules.limit(new ApiKeyChange.Limit(null, null, 7), 50, hour))
        .isEqualTo(new ApiKey.RateLimit(true, 3_600_000, 7));
    assertThat(KeyRules.limit(new ApiKeyChange.Limit(false, 1000, null), 50, hour))
        .isEqualTo(new ApiKey.RateLimit(false, 1000, 50));
  }

  @Test
  void nobodyGivesWhatIsNotHeld() {
    Set<String> held = Set.of("platforms:read");

    assertThatCode(() -> KeyRules.checkHeld(List.of("platforms:read"), held::contains, false))
        .doesNotThrowAnyException();
    assertRefused(
        "ESCALATION",
        () -> KeyRules.checkHeld(List.of("platforms:read", "billing:read"), held::contains, false));
  }

  @Test
  void aKeyOfAllOrganizationsHoldsOnlyWhatIsMarkedForIt() {
    assertThatCode(() -> KeyRules.checkHeld(List.of("usage:write"), p -> true, true))
        .doesNotThrowAnyException();
    assertRefused(
        "ESCALATION", () -> KeyRules.checkHeld(List.of("platforms:read"), p -> true, true));
  }

  private static void assertRefused(
      String code, org.assertj.core.api.ThrowableAssert.ThrowingCallable work) {
    assertThatThrownBy(work)
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
  }
}
