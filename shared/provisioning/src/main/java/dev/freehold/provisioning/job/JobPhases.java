package dev.freehold.provisioning.job;

import dev.freehold.registry.onboarding.PhaseEvent;
import dev.freehold.registry.onboarding.PlatformProvisioning;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Tells an onboarding session how far its job is (registry §5.4). */
@ApplicationScoped
public class JobPhases {

  private final PlatformProvisioning platforms;

  JobPhases(PlatformProvisioning platforms) {
    this.platforms = platforms;
  }

  /** The job starts: the phases this installation does not use are skipped. */
  public void jobStarted(Job job, List<Step> steps) {
    Set<Phase> unused = EnumSet.complementOf(used(steps));
    unused.remove(Phase.PREPARE);
    unused.forEach(phase -> platforms.phase(job.id(), phase.word(), PhaseEvent.SKIPPED, null));
  }

  /** The first claim of a phase's first step begins the phase. */
  public void stepClaimed(Job job, List<Step> steps, Step step) {
    boolean first =
        steps.stream()
            .filter(other -> other.phase() == step.phase())
            .allMatch(other -> other.ordinal() >= step.ordinal());
    if (first && !step.wasBegun() && step.phase() != Phase.PREPARE) {
      platforms.phase(job.id(), step.phase().word(), PhaseEvent.STARTED, null);
    }
  }

  /**
   * @param steps as they were before this one succeeded
   */
  public void stepSucceeded(Job job, List<Step> steps, Step step) {
    boolean last =
        steps.stream()
            .filter(other -> other.phase() == step.phase() && !other.id().equals(step.id()))
            .noneMatch(other -> other.status().isUnfinished());
    // The last phase ends with the platform itself, which completes the session.
    if (last && step.phase() != Phase.PREPARE && step.phase() != Phase.VERIFY) {
      platforms.phase(job.id(), step.phase().word(), PhaseEvent.COMPLETED, null);
    }
  }

  void failed(Job job, Step failing, String code) {
    if (failing.phase() != Phase.PREPARE) {
      platforms.phase(job.id(), failing.phase().word(), PhaseEvent.FAILED, code);
    }
  }

  void compensated(Job job, List<Step> steps) {
    EnumSet<Phase> begun = EnumSet.noneOf(Phase.class);
    steps.stream().filter(Step::wasBegun).forEach(step -> begun.add(step.phase()));
    begun.remove(Phase.PREPARE);
    begun.forEach(phase -> platforms.phase(job.id(), phase.word(), PhaseEvent.COMPENSATED, null));
  }

  private static EnumSet<Phase> used(List<Step> steps) {
    EnumSet<Phase> used = EnumSet.noneOf(Phase.class);
    steps.forEach(step -> used.add(step.phase()));
    return used;
  }
}
