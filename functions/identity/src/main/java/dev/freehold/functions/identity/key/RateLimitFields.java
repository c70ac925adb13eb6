package dev.freehold.functions.identity.key;

import dev.freehold.identity.key.ApiKeyChange;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;

/** A key's window as requests name it: what is left out stays, of a new key as configured. */
@RegisterForReflection
record RateLimitFields(
    @Nullable Boolean enabled,
    @Min(1000) @Max(86_400_000) @Nullable Integer windowMs,
    @Min(1) @Max(1_000_000) @Nullable Integer max) {

  ApiKeyChange.Limit asked() {
    return new ApiKeyChange.Limit(enabled, windowMs, max);
  }
}
