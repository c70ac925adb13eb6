package dev.freehold.provisioning;

import dev.freehold.kernel.Kind;
import dev.freehold.kernel.RefusalCode;

/** Why provisioning says no. */
public enum ProvisioningRefusal implements RefusalCode {
  NO_CLOUD_CAPACITY(Kind.UNAVAILABLE, "Try again later; the operator adds a cloud account."),
  CORE_FEATURE_MISSING(Kind.UNAVAILABLE, "The operator publishes a version of the feature auth."),
  JOB_IN_PROGRESS(Kind.CONFLICT, "Wait for the job in jobId to end."),
  NOT_OPEN(Kind.CONFLICT, "Read the dead letter: somebody has dealt with it."),
  MODE_NOT_POSSIBLE(Kind.CONFLICT, "Choose one of the dead letter's modes.");

  private final Kind kind;
  private final String advice;

  ProvisioningRefusal(Kind kind, String advice) {
    this.kind = kind;
    this.advice = advice;
  }

  @Override
  public Kind kind() {
    return kind;
  }

  @Override
  public String advice() {
    return advice;
  }
}
