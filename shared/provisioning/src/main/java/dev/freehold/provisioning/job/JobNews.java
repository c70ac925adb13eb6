package dev.freehold.provisioning.job;

import dev.freehold.kernel.audit.Audit;
import dev.freehold.kernel.audit.AuditEntry;
import dev.freehold.kernel.mail.Mail;
import dev.freehold.kernel.mail.MailRequest;
import dev.freehold.kernel.outbox.Message;
import dev.freehold.kernel.outbox.Outbox;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Tells others how a job ended: events, the audit, and a mail to who asked for it. */
@ApplicationScoped
public class JobNews {

  private final Outbox outbox;
  private final Audit audit;
  private final Mail mail;

  JobNews(Outbox outbox, Audit audit, Mail mail) {
    this.outbox = outbox;
    this.audit = audit;
    this.mail = mail;
  }

  /** Data of {@code provisioning.job.*}. */
  @RegisterForReflection
  record Ended(UUID jobId, String type, String target, @Nullable String errorCode) {}

  /** Data of {@code provisioning.dead_letter.opened}. */
  @RegisterForReflection
  public record LetterOpened(UUID deadLetterId, UUID jobId, String jobType, String code) {}

  void created(Job job) {
    audit.add(
        AuditEntry.of("provisioning", "job.create", "job", job.id())
            .organization(job.organizationId())
            .platform(job.platformId())
            .after(Map.of("type", job.type().word(), "status", "pending")));
  }

  void ended(Job job, JobStatus status, @Nullable String errorCode) {
    outbox.send(
        Message.event("provisioning.job." + status.word())
            .organization(job.organizationId())
            .platform(job.platformId())
            .data(new Ended(job.id(), job.type().word(), job.dedupKey(), errorCode)));
    audit.add(
        AuditEntry.of("provisioning", "job." + verb(status), "job", job.id())
            .organization(job.organizationId())
            .platform(job.platformId())
            .before(Map.of("status", job.status().word()))
            .after(Map.of("status", status.word())));
    if (status != JobStatus.COMPLETED && status != JobStatus.CANCELLED) {
      mailFailure(job, status, errorCode == null ? "" : errorCode);
    }
  }

  public void deadLetterOpened(Job job, UUID letterId, String code) {
    outbox.send(
        Message.event("provisioning.dead_letter.opened")
            .organization(job.organizationId())
            .platform(job.platformId())
            .data(new LetterOpened(letterId, job.id(), job.type().word(), code)));
  }

  private static String verb(JobStatus status) {
    return switch (status) {
      case COMPLETED -> "complete";
      case ROLLED_BACK -> "roll_back";
      case FAILED -> "fail";
      case TIMED_OUT -> "time_out";
      case CANCELLED -> "cancel";
      case PENDING, RUNNING, ROLLING_BACK ->
          throw new IllegalStateException(status + " is not an end");
    };
  }

  /** To the person who asked; a key has no mailbox, its organization's owners do. */
  private void mailFailure(Job job, JobStatus status, String errorCode) {
    var request =
        MailRequest.template("job-failed")
            .category("deployment_results")
            .organization(job.organizationId())
            .param("jobType", job.type().word())
            .param("jobId", job.id())
            .param("status", status.word())
            .param("errorCode", errorCode)
            .dedup("job-failed:" + job.id() + ":" + status.word());
    mail.request(
        job.requestedByType().equals("user")
            ? request.toUser(UUID.fromString(job.requestedBy())).build()
            : request.toMembers(job.organizationId(), "platforms:create").build());
  }
}
