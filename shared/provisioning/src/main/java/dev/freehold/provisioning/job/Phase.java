package dev.freehold.provisioning.job;

import java.util.Locale;

/** Parts of a job that people see; onboarding's steps 2 to 5 are four of them. */
public enum Phase {
  PREPARE,
  PROVISION_INFRA,
  SETUP_REPO,
  DEPLOY_SERVICES,
  VERIFY;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Phase of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
