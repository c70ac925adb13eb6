package dev.freehold.provisioning.deadletter;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of provisioning.dead_letters, with what its job looks like now.
 *
 * @param compensated whether anything of the job has been undone
 */
public record DeadLetter(
    UUID id,
    UUID organizationId,
    UUID jobId,
    @Nullable UUID stepId,
    UUID platformId,
    String jobType,
    String phase,
    String code,
    @Nullable String error,
    int attempts,
    String status,
    String jobStatus,
    boolean compensated,
    @Nullable Instant alertedAt,
    @Nullable String resolution,
    @Nullable String resolvedBy,
    @Nullable Instant resolvedAt,
    @Nullable String note,
    Instant createdAt) {

  public boolean isOpen() {
    return status.equals("open");
  }

  /** How it may be replayed now (provisioning §4.1, J10 to J12). */
  public List<ReplayMode> modes() {
    if (!isOpen()) {
      return List.of();
    }
    return switch (jobStatus) {
      case "failed", "timed_out" ->
          compensated
              ? List.of(ReplayMode.ROLLBACK)
              : List.of(ReplayMode.RESUME, ReplayMode.ROLLBACK);
      case "rolled_back", "cancelled" -> List.of(ReplayMode.RESTART);
      default -> List.of();
    };
  }
}
