package dev.freehold.provisioning.replay;

import dev.freehold.kernel.KernelRefusal;
import dev.freehold.kernel.PageRequest;
import dev.freehold.kernel.Refusal;
import dev.freehold.kernel.audit.Audit;
import dev.freehold.kernel.audit.AuditEntry;
import dev.freehold.provisioning.ProvisioningRefusal;
import dev.freehold.provisioning.deadletter.DeadLetter;
import dev.freehold.provisioning.deadletter.DeadLetterRows;
import dev.freehold.provisioning.deadletter.ReplayMode;
import dev.freehold.provisioning.job.JobRestarts;
import dev.freehold.provisioning.job.JobRows;
import dev.freehold.provisioning.job.LockedJob;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Dead letters as operators see them and deal with them. In operator scope. */
@ApplicationScoped
public class DeadLetters {

  private final DeadLetterRows letters;
  private final JobRows jobs;
  private final JobRestarts restarts;
  private final Audit audit;
  private final Clock clock;

  DeadLetters(
      DeadLetterRows letters, JobRows jobs, JobRestarts restarts, Audit audit, Clock clock) {
    this.letters = letters;
    this.jobs = jobs;
    this.restarts = restarts;
    this.audit = audit;
    this.clock = clock;
  }

  /** Newest first, one more than the page holds. */
  @Transactional
  public List<DeadLetter> list(String status, PageRequest page) {
    return letters.list(status, page);
  }

  /**
   * @throws Refusal {@code NOT_FOUND}
   */
  @Transactional
  public DeadLetter get(UUID id) {
    return letters.find(id).orElseThrow(() -> KernelRefusal.notFound("dead letter"));
  }

  /**
   * J10 to J12.
   *
   * @return the job that goes on: a new one for {@code restart}
   * @throws Refusal {@code NOT_FOUND}, {@code NOT_OPEN}, {@code MODE_NOT_POSSIBLE}, {@code
   *     JOB_IN_PROGRESS}
   */
  @Transactional
  public UUID replay(UUID id, ReplayMode mode, @Nullable String note) {
    // The job's row first, as everywhere: two replays queue up here.
    LockedJob locked =
        jobs.lock(get(id).jobId())
            .orElseThrow(() -> new IllegalStateException("dead letter " + id + " has no job"));
    DeadLetter letter = get(id);
    if (!letter.isOpen()) {
      throw ProvisioningRefusal.NOT_OPEN.because("the dead letter is %s", letter.status());
    }
    if (!letter.modes().contains(mode)) {
      throw ProvisioningRefusal.MODE_NOT_POSSIBLE
          .because("a job that is %s cannot be replayed by %s", letter.jobStatus(), mode.word())
          .with("modes", letter.modes());
    }
    letters.resolve(id, "replayed", mode.word(), note, clock.instant());
    UUID jobId =
        switch (mode) {
          case RESUME -> restarts.resume(locked.job());
          case ROLLBACK -> restarts.rollBackAgain(locked.job());
          case RESTART -> restarts.restart(locked.job());
        };
    audit.add(
        AuditEntry.of("provisioning", "dead_letter.replay", "dead_letter", id)
            .organization(letter.organizationId())
            .platform(letter.platformId())
            .before(Map.of("status", "open"))
            .after(Map.of("status", "replayed", "resolution", mode.word()))
            .metadata(Map.of("jobId", jobId.toString())));
    return jobId;
  }
}
