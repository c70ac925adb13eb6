package dev.freehold.identity.key;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.kernel.Maybe;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What changes of a key; null or absent = stays.
 *
 * @param permissions 1 to 100, without duplicates
 * @param expiresAt null = as late as allowed
 * @param remaining null = unlimited, which ends the refill too
 * @param refill null = none
 */
public record ApiKeyChange(
    @Nullable String name,
    @Nullable List<String> permissions,
    @Nullable Boolean enabled,
    Maybe<Instant> expiresAt,
    @Nullable Limit rateLimit,
    Maybe<Long> remaining,
    Maybe<ApiKey.Refill> refill,
    @Nullable JsonNode metadata) {

  /** What changes of the window; null = stays. */
  public record Limit(
      @Nullable Boolean enabled, @Nullable Integer windowMs, @Nullable Integer max) {

    ApiKey.RateLimit of(ApiKey.RateLimit old) {
      return new ApiKey.RateLimit(
          Objects.requireNonNullElse(enabled, old.enabled()),
          Objects.requireNonNullElse(windowMs, old.windowMs()),
          Objects.requireNonNullElse(max, old.max()));
    }
  }

  ApiKey.RateLimit limitOf(ApiKey old) {
    return rateLimit == null ? old.rateLimit() : rateLimit.of(old.rateLimit());
  }

  /** Without a number of calls there is nothing to refill. */
  ApiKey.@Nullable Refill refillOf(ApiKey old) {
    return remaining.orOld(old.remaining()) == null ? null : refill.orOld(old.refill());
  }

  /** What the key would be able to do that it was not. */
  List<String> added(ApiKey old) {
    return permissions == null
        ? List.of()
        : permissions.stream().filter(wanted -> !old.permissions().contains(wanted)).toList();
  }
}
