package dev.freehold.billing.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsableTest {

  private static final Instant NOW = Instant.parse("2026-04-01T10:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "TRIALING, true",
    "ACTIVE, true",
    "PAST_DUE, true",
    "UNPAID, false",
    "PAUSED, false",
    "INCOMPLETE, false",
    "INCOMPLETE_EXPIRED, false",
    "CANCELED, false"
  })
  void theStatusDecidesFirst(SubscriptionStatus status, boolean usable) {
    assertThat(Usable.is(status, null, null, NOW)).isEqualTo(usable);
  }

  @Test
  void aSuspendedOneIsNot() {
    assertThat(Usable.is(SubscriptionStatus.ACTIVE, NOW, null, NOW)).isFalse();
  }

  @Test
  void theGraceEndsAtItsInstant() {
    assertThat(Usable.is(SubscriptionStatus.PAST_DUE, null, NOW, NOW)).isFalse();
    assertThat(Usable.is(SubscriptionStatus.PAST_DUE, null, NOW.plusMillis(1), NOW)).isTrue();
  }
}
