package dev.freehold.provisioning.ssl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.provisioning.ssl.SslRule.Seen;
import dev.freehold.provisioning.ssl.SslRule.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SslRuleTest {

  private static final Instant CREATED = Instant.parse("2026-04-01T10:00:00Z");
  private static final Seen PENDING = new Seen(false, false, "pending/initializing", List.of());
  private static final Seen ACTIVE = new Seen(true, false, "active/active", List.of());
  private static final Seen MOVED = new Seen(false, true, "moved/active", List.of("moved away"));

  @Test
  void looksEveryIntervalDuringTheFirstDay() {
    assertThat(judge(PENDING, false, Duration.ofHours(23)))
        .isEqualTo(
            new Verdict(
                "pending",
                CREATED.plus(Duration.ofHours(23)).plus(Duration.ofMinutes(15)),
                "pending/initializing"));
    assertThat(judge(PENDING, false, Duration.ofHours(24)).nextCheckAt())
        .isEqualTo(CREATED.plus(Duration.ofHours(25)));
  }

  // registry §7.15
  @Test
  void givesUpAfterSevenDaysToTheInstant() {
    assertThat(judge(PENDING, false, Duration.ofDays(7).minusMillis(1)).status())
        .isEqualTo("pending");
    assertThat(judge(PENDING, false, Duration.ofDays(7)).status()).isEqualTo("failed");
    assertThat(judge(ACTIVE, false, Duration.ofDays(8)).status()).isEqualTo("active");
  }

  @Test
  void lostHostnameHasFailedAlsoAfterItWasActive() {
    assertThat(judge(MOVED, true, Duration.ofDays(30)))
        .isEqualTo(new Verdict("failed", null, "moved/active: moved away"));
  }

  private static Verdict judge(Seen seen, boolean wasActive, Duration age) {
    return SslRule.judge(
        seen, wasActive, CREATED, CREATED.plus(age), Duration.ofMinutes(15), Duration.ofDays(7));
  }
}
