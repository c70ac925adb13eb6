package dev.freehold.registry.onboarding;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The five steps of onboarding. All but the first are phases of one job and follow it. */
final class OnboardingSteps {

  static final String CREATE_PLATFORM = "create_platform";
  static final String VERIFY = "verify";

  private static final List<String> PHASES =
      List.of("provision_infra", "setup_repo", "deploy_services", VERIFY);

  private OnboardingSteps() {}

  /** The platform is made in the transaction that makes the session. */
  static List<OnboardingStep> initial(Instant now) {
    var created = new OnboardingStep(CREATE_PLATFORM, StepStatus.COMPLETED, now, now, null);
    return withPendingPhases(created);
  }

  /** A new job begins: its phases are all before it. */
  static List<OnboardingStep> resumed(List<OnboardingStep> steps) {
    return withPendingPhases(steps.getFirst());
  }

  private static List<OnboardingStep> withPendingPhases(OnboardingStep created) {
    return List.of(
        created,
        OnboardingStep.pending(PHASES.get(0)),
        OnboardingStep.pending(PHASES.get(1)),
        OnboardingStep.pending(PHASES.get(2)),
        OnboardingStep.pending(PHASES.get(3)));
  }

  /** A phase that is no step of onboarding changes nothing. */
  static List<OnboardingStep> after(
      List<OnboardingStep> steps,
      String phase,
      PhaseEvent event,
      @Nullable String errorCode,
      Instant now) {
    return steps.stream()
        .map(step -> isPhase(step, phase) ? step.after(event, errorCode, now) : step)
        .toList();
  }

  private static boolean isPhase(OnboardingStep step, String phase) {
    return step.name().equals(phase) && PHASES.contains(phase);
  }

  /** The platform is active: what has begun is done, what never began was not needed. */
  static List<OnboardingStep> finished(List<OnboardingStep> steps, Instant now) {
    return steps.stream()
        .map(
            step ->
                step.status() == StepStatus.PENDING && !step.name().equals(VERIFY)
                    ? step.after(PhaseEvent.SKIPPED, null, now)
                    : step)
        .map(step -> step.isDone() ? step : step.after(PhaseEvent.COMPLETED, null, now))
        .toList();
  }

  /** The job has ended without success: what was under way failed. */
  static List<OnboardingStep> failed(List<OnboardingStep> steps, String errorCode, Instant now) {
    return steps.stream()
        .map(
            step ->
                step.status() == StepStatus.RUNNING
                    ? step.after(PhaseEvent.FAILED, errorCode, now)
                    : step)
        .toList();
  }

  /**
   * @return name of the first step not completed; null when all are
   */
  static @Nullable String current(List<OnboardingStep> steps) {
    return steps.stream()
        .filter(step -> !step.isDone())
        .map(OnboardingStep::name)
        .findFirst()
        .orElse(null);
  }

  /** Name of the step that failed; null when none did. */
  static @Nullable String failedStep(List<OnboardingStep> steps) {
    return steps.stream()
        .filter(step -> step.error() != null)
        .map(OnboardingStep::name)
        .findFirst()
        .orElse(null);
  }
}
