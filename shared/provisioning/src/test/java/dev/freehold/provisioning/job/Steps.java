package dev.freehold.provisioning.job;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Steps and jobs for tests of rules. */
public final class Steps {

  public static final Instant NOW = Instant.parse("2026-04-01T10:00:00Z");

  private Steps() {}

  /** A line {@code ordinal kind status}, with {@code leased}, {@code expired} or {@code later}. */
  public static Step of(int ordinal, StepKind kind, StepStatus status, String... marks) {
    var all = List.of(marks);
    boolean begun = status != StepStatus.PENDING || all.contains("begun");
    return new Step(
        new UUID(0, ordinal),
        new UUID(1, 1),
        ordinal,
        kind,
        Phase.PROVISION_INFRA,
        "target",
        null,
        null,
        StepInput.NONE.adopted(all.contains("adopted")),
        StepOutput.NONE,
        status,
        false,
        all.contains("spent") ? 8 : 1,
        8,
        0,
        all.contains("spent") ? 12 : 0,
        12,
        all.contains("later") ? NOW.plusSeconds(1) : NOW,
        null,
        1L,
        lease(all),
        null,
        null,
        begun ? NOW : null,
        null,
        null);
  }

  private static @Nullable Instant lease(List<String> marks) {
    if (marks.contains("leased")) {
      return NOW.plusSeconds(1);
    }
    return marks.contains("expired") ? NOW : null;
  }

  public static Job job(JobStatus status, Instant deadline) {
    return new Job(
        new UUID(1, 1),
        new UUID(2, 2),
        new UUID(3, 3),
        JobType.PROVISION_PLATFORM,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        new JobPayload(List.of(), true, List.of(), null),
        status,
        null,
        null,
        null,
        null,
        null,
        null,
        "platform",
        "user",
        "u",
        null,
        deadline,
        NOW,
        null,
        null,
        NOW,
        NOW);
  }
}
