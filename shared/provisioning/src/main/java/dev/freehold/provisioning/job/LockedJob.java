package dev.freehold.provisioning.job;

import dev.freehold.provisioning.account.CloudAccount;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A job whose row is locked until commit, with what its steps need to know of its platform. */
public record LockedJob(Job job, Facts platform, @Nullable CloudAccount account) {

  /** The platform as it is now. */
  public record Facts(
      String key,
      String name,
      String status,
      @Nullable String repoName,
      @Nullable UUID ownerUserId) {}

  boolean isAccountBroken() {
    return account != null && account.broken();
  }
}
