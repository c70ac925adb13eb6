package dev.freehold.registry.onboarding;

import dev.freehold.registry.Environment;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a session was started with, and what went wrong last. */
@RegisterForReflection
record OnboardingMetadata(
    String billingEmail, List<Environment> environments, @Nullable String lastError) {

  OnboardingMetadata withLastError(@Nullable String code) {
    return new OnboardingMetadata(billingEmail, environments, code);
  }
}
