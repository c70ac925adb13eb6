package dev.freehold.provisioning.action;

import dev.freehold.provisioning.job.Step;
import dev.freehold.provisioning.job.StepKind;
import dev.freehold.provisioning.job.StepOutput;
import dev.freehold.provisioning.step.StepWork;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Predicate;

/** What earlier steps of the job must have left for a later one. */
final class Existing {

  private Existing() {}

  /** The registry's row of the step's object; begin_platform planned it. */
  static UUID resource(StepWork work) {
    return Objects.requireNonNull(
        work.step().resourceId(), () -> "step " + work.step().id() + " has no resource");
  }

  static UUID dnsRecord(StepWork work) {
    return Objects.requireNonNull(
        work.step().input().dnsRecordId(), () -> "step " + work.step().id() + " has no hostname");
  }

  static String hostname(StepWork work) {
    return Objects.requireNonNull(work.step().input().hostname());
  }

  static String featureId(StepWork work) {
    return Objects.requireNonNull(work.step().input().featureId());
  }

  /** The name of the Worker or Pages project that the step is about. */
  static String cloudName(StepWork work) {
    return Objects.requireNonNull(work.step().input().cloudName());
  }

  static String id(StepOutput output) {
    return Objects.requireNonNull(output.externalId(), "the step recorded no id");
  }

  /** The provider's id of what another step of the same environment made. */
  static String idOf(StepWork work, StepKind kind, Predicate<Step> fits) {
    return id(
        work.outputOf(kind, fits)
            .orElseThrow(
                () -> new IllegalStateException("no " + kind + " before " + work.step().id())));
  }
}
