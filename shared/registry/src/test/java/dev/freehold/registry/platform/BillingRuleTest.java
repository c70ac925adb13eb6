package dev.freehold.registry.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BillingRuleTest {

  private static final UUID OLD = UUID.fromString("0199a8c0-7c1e-7b6e-9a51-3d0c6f5a1e20");
  private static final UUID NEW = UUID.fromString("0199a8c1-0000-7000-8000-000000000000");

  @Test
  void newerStateOfTheSameSubscriptionIsNews() {
    assertThat(BillingRule.isNews(null, null, state(OLD, 0, false))).isTrue();
    assertThat(BillingRule.isNews(OLD, 3, state(OLD, 4, false))).isTrue();
    assertThat(BillingRule.isNews(OLD, 3, state(OLD, 3, false))).isFalse();
    assertThat(BillingRule.isNews(OLD, 3, state(OLD, 2, false))).isFalse();
  }

  @Test
  void newerSubscriptionIsNewsWhateverItsVersion() {
    assertThat(BillingRule.isNews(OLD, 9, state(NEW, 0, false))).isTrue();
    assertThat(BillingRule.isNews(NEW, 0, state(OLD, 9, false))).isFalse();
  }

  @Test
  void idsAreComparedAsTheyWereMade() {
    var low = new UUID(0x0199a8c0_7c1e_7000L, 0x7fffffff_ffffffffL);
    var high = new UUID(0x0199a8c0_7c1e_7000L, 0x80000000_00000000L);

    assertThat(BillingRule.compare(low, high)).isNegative();
    assertThat(low.compareTo(high)).isPositive();
  }

  @ParameterizedTest
  @CsvSource({
    ", true, SET",
    ", false, CLEAR",
    "CANCEL, true, SET",
    "CANCEL, false, KEEP",
    "UNDO, true, KEEP",
    "UNDO, false, CLEAR",
  })
  void stateThatContradictsWhatWasAskedDoesNotTouchTheCancellation(
      @Nullable CancellationIntent intent, boolean ends, BillingRule.Cancellation expected) {
    assertThat(BillingRule.cancellation(intent, state(OLD, 1, ends))).isEqualTo(expected);
  }

  private static SubscriptionState state(UUID id, int version, boolean ends) {
    return new SubscriptionState(
        id,
        version,
        null,
        "starter",
        "active",
        true,
        null,
        null,
        ends ? Instant.EPOCH : null,
        null);
  }
}
