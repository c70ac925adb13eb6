package dev.freehold.registry.onboarding;

import dev.freehold.registry.RegistryConfig;
import java.time.Instant;

/** Which session may be resumed, and how long it lives then. */
final class ResumeRule {

  private ResumeRule() {}

  /**
   * @throws dev.freehold.kernel.Refusal {@code ONBOARDING_NOT_RESUMABLE}, {@code
   *     ONBOARDING_EXPIRED}
   */
  static void check(OnboardingSession session, int maxResumes, Instant now) {
    switch (session.status) {
      case IN_PROGRESS, COMPLETED, ABANDONED ->
          throw OnboardingRefusal.ONBOARDING_NOT_RESUMABLE.because(
              "session %s is %s", session.id, session.status.word());
      case FAILED -> {
        if (session.resumeCount >= maxResumes) {
          throw OnboardingRefusal.ONBOARDING_NOT_RESUMABLE.because(
              "session %s was resumed %d times", session.id, session.resumeCount);
        }
        if (!now.isBefore(session.expiresAt)) {
          throw expired(session);
        }
      }
      case EXPIRED -> throw expired(session);
    }
  }

  private static RuntimeException expired(OnboardingSession session) {
    return OnboardingRefusal.ONBOARDING_EXPIRED.because(
        "session %s expired at %s", session.id, session.expiresAt);
  }

  /** From now its whole life again, but never beyond the longest after its start. */
  static Instant expiry(Instant startedAt, Instant now, RegistryConfig.Onboarding config) {
    Instant wanted = now.plus(config.ttl());
    Instant last = startedAt.plus(config.maxAge());
    return wanted.isBefore(last) ? wanted : last;
  }
}
