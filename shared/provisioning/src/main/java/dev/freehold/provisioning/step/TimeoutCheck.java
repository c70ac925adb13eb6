package dev.freehold.provisioning.step;

import dev.freehold.provisioning.ProvisioningConfig;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/**
 * The times that must lie within each other: only then does an expired lease prove that nobody
 * works any more. A start with others fails.
 */
@Startup
@ApplicationScoped
class TimeoutCheck {

  private static final int VISIBILITY_FACTOR = 6;

  TimeoutCheck(ProvisioningConfig config) {
    check(config.timeout());
  }

  static void check(ProvisioningConfig.Timeout timeout) {
    within("call", timeout.call(), "step", timeout.step());
    within("step", timeout.step(), "function", timeout.function());
    within("function", timeout.function(), "lease", timeout.lease());
    Duration least = timeout.function().multipliedBy(VISIBILITY_FACTOR);
    if (timeout.visibility().compareTo(least) < 0) {
      throw new IllegalStateException(
          "freehold.provisioning.timeout.visibility is %s, six functions take %s"
              .formatted(timeout.visibility(), least));
    }
  }

  private static void within(String inner, Duration shorter, String outer, Duration longer) {
    if (shorter.compareTo(longer) >= 0) {
      throw new IllegalStateException(
          "freehold.provisioning.timeout.%s is %s, not below .%s, which is %s"
              .formatted(inner, shorter, outer, longer));
    }
  }
}
