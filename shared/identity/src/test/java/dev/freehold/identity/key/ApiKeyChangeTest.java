package dev.freehold.identity.key;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.kernel.Json;
import dev.freehold.kernel.Maybe;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ApiKeyChangeTest {

  private static final Instant NOW = Instant.parse("2026-04-01T10:00:00Z");
  private static final ApiKey.Refill REFILL = new ApiKey.Refill(10, 60_000);

  private final ApiKey old =
      new ApiKey(
          UUID.randomUUID(),
          UUID.randomUUID(),
          UUID.randomUUID(),
          ApiKey.Kind.PERSONAL,
          false,
          "ci",
          "fh_test_",
          "fh_test_abcd",
          List.of("platforms:read"),
          new ApiKey.RateLimit(true, 60_000, 600),
          10L,
          REFILL,
          0,
          true,
          null,
          null,
          null,
          null,
          Json.tree("{}"),
          NOW,
          NOW,
          0);

  private static ApiKeyChange change(
      @Nullable List<String> permissions,
      ApiKeyChange.@Nullable Limit limit,
      Maybe<Long> remaining,
      Maybe<ApiKey.Refill> refill) {
    return new ApiKeyChange(
        null, permissions, null, Maybe.absent(), limit, remaining, refill, null);
  }

  @Test
  void onlyWhatIsNewIsAdded() {
    assertThat(change(null, null, Maybe.absent(), Maybe.absent()).added(old)).isEmpty();
    assertThat(
            change(List.of("keys:read", "platforms:read"), null, Maybe.absent(), Maybe.absent())
                .added(old))
        .containsExactly("keys:read");
    assertThat(change(List.of("keys:read"), null, Maybe.absent(), Maybe.absent()).added(old))
        .containsExactly("keys:read");
  }

  @Test
  void aLimitKeepsWhatWasLeftOut() {
    var limit = new ApiKeyChange.Limit(null, null, 5);

    assertThat(change(null, limit, Maybe.absent(), Maybe.absent()).limitOf(old))
        .isEqualTo(new ApiKey.RateLimit(true, 60_000, 5));
    assertThat(change(null, null, Maybe.absent(), Maybe.absent()).limitOf(old))
        .isEqualTo(old.rateLimit());
  }

  @Test
  void unlimitedCallsHaveNoRefill() {
    assertThat(change(null, null, Maybe.absent(), Maybe.absent()).refillOf(old)).isEqualTo(REFILL);
    assertThat(change(null, null, Maybe.of(1L), Maybe.absent()).refillOf(old)).isEqualTo(REFILL);
    assertThat(change(null, null, Maybe.of(null), Maybe.absent()).refillOf(old)).isNull();
    assertThat(change(null, null, Maybe.absent(), Maybe.of(null)).refillOf(old)).isNull();
  }
}
