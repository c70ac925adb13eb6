package dev.freehold.provisioning.job;

import dev.freehold.provisioning.ProvisioningConfig;
import java.time.Duration;
import java.util.Locale;

/** What a job does. The types of features, stacks and domains come with their operations. */
public enum JobType {
  PROVISION_PLATFORM;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static JobType of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  /** How long it may run. */
  Duration deadline(ProvisioningConfig config) {
    return switch (this) {
      case PROVISION_PLATFORM -> config.deadline().provisionPlatform();
    };
  }
}
