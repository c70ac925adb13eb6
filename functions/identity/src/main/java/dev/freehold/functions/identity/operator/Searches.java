package dev.freehold.functions.identity.operator;

import dev.freehold.kernel.KernelRefusal;
import org.jspecify.annotations.Nullable;

/** Words that operators look for. */
final class Searches {

  private Searches() {}

  /**
   * @return null = nothing is looked for
   * @throws dev.freehold.kernel.Refusal {@code VALIDATION_FAILED}
   */
  static @Nullable String part(@Nullable String typed, int maxLength) {
    if (typed == null || typed.isBlank()) {
      return null;
    }
    if (typed.length() > maxLength) {
      throw KernelRefusal.VALIDATION_FAILED
          .because("the query has a fault")
          .field("query", "SIZE", "has more than %d characters".formatted(maxLength));
    }
    return typed.strip();
  }
}
