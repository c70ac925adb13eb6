package dev.freehold.identity.key;

import dev.freehold.identity.IdentityRefusal;
import dev.freehold.kernel.KernelRefusal;
import dev.freehold.kernel.Permissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What a key may be given. */
final class KeyRules {

  private KeyRules() {}

  /**
   * Nobody gives what is not held at that moment.
   *
   * @param crossOrganization such a key holds only what is marked for it
   * @throws dev.freehold.kernel.Refusal {@code ESCALATION}
   */
  static void checkHeld(
      Collection<String> permissions, Predicate<String> held, boolean crossOrganization) {
    for (String permission : permissions) {
      boolean given =
          crossOrganization
              ? Permissions.mayBeCrossOrganization(permission)
              : held.test(permission);
      if (!given) {
        throw KernelRefusal.ESCALATION
            .because("you cannot give %s", permission)
            .with("permission", permission);
      }
    }
  }

  /**
   * The window of a new key.
   *
   * @param asked null = as configured
   */
  static ApiKey.RateLimit limit(ApiKeyChange.@Nullable Limit asked, int max, Duration window) {
    var configured = new ApiKey.RateLimit(true, Math.toIntExact(window.toMillis()), max);
    return asked == null ? configured : asked.of(configured);
  }

  /**
   * When a key ends.
   *
   * @param asked null = as late as allowed
   * @param maxLifetime empty = none
   * @throws dev.freehold.kernel.Refusal {@code EXPIRY_TOO_LATE}, {@code EXPIRY_IN_PAST}
   */
  static @Nullable Instant expiry(
      @Nullable Instant asked, Optional<Duration> maxLifetime, Instant now) {
    Instant latest = maxLifetime.map(now::plus).orElse(null);
    if (asked == null) {
      return latest;
    }
    if (latest != null && asked.isAfter(latest)) {
      throw IdentityRefusal.EXPIRY_TOO_LATE.because("a key ends by %s at the latest", latest);
    }
    if (!asked.isAfter(now)) {
      throw IdentityRefusal.EXPIRY_IN_PAST.because("%s has passed", asked);
    }
    return asked;
  }
}
