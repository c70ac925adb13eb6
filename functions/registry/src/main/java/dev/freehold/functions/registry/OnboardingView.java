package dev.freehold.functions.registry;

import dev.freehold.registry.onboarding.OnboardingSession;
import dev.freehold.registry.onboarding.OnboardingStep;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An onboarding session as answered. Nothing activates a template yet: its fields are null. */
@RegisterForReflection
record OnboardingView(
    UUID id,
    UUID organizationId,
    UUID platformId,
    UUID userId,
    OnboardingSession.Status status,
    @Nullable String currentStep,
    String tier,
    @Nullable UUID provisionJobId,
    @Nullable UUID stackTemplateId,
    @Nullable String stackVersion,
    @Nullable UUID stackJobId,
    int resumeCount,
    Instant startedAt,
    @Nullable Instant completedAt,
    Instant expiresAt,
    List<OnboardingStep> steps,
    int version,
    Instant createdAt,
    Instant updatedAt) {

  static OnboardingView of(OnboardingSession s) {
    return new OnboardingView(
        s.id,
        s.organizationId,
        s.platformId,
        s.userId,
        s.status,
        s.currentStep,
        s.tier,
        s.provisionJobId,
        null,
        null,
        null,
        s.resumeCount,
        s.startedAt,
        s.completedAt,
        s.expiresAt,
        s.steps(),
        s.version,
        s.createdAt,
        s.updatedAt);
  }
}
