package dev.freehold.kernel.mail;

import dev.freehold.kernel.KernelRefusal;
import dev.freehold.kernel.PageRequest;
import dev.freehold.kernel.audit.Audit;
import dev.freehold.kernel.audit.AuditEntry;
import dev.freehold.kernel.outbox.Message;
import dev.freehold.kernel.outbox.Outbox;
import dev.freehold.kernel.sql.Row;
import dev.freehold.kernel.sql.Sql;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Mail, for operators: never its parameters. */
@ApplicationScoped
public class MailLog {

  /** A mail as operators see it. */
  @RegisterForReflection
  public record MailView(
      UUID id,
      String template,
      String category,
      @Nullable String dedupKey,
      @Nullable UUID organizationId,
      @Nullable UUID userId,
      @Nullable String toEmail,
      @Nullable String permission,
      @Nullable UUID parentId,
      @Nullable String locale,
      String status,
      @Nullable String skipReason,
      int attempts,
      Instant nextAttemptAt,
      @Nullable Instant claimedAt,
      @Nullable Instant expiresAt,
      @Nullable String lastError,
      @Nullable String provider,
      @Nullable String providerMessageId,
      @Nullable Instant sentAt,
      @Nullable Instant reportedAt,
      Instant createdAt) {}

  private final Sql sql;
  private final Outbox outbox;
  private final Audit audit;
  private final Clock clock;

  MailLog(Sql sql, Outbox outbox, Audit audit, Clock clock) {
    this.sql = sql;
    this.outbox = outbox;
    this.audit = audit;
    this.clock = clock;
  }

  /** Newest first; every filter may be null. */
  @Transactional
  public List<MailView> list(
      @Nullable String status, @Nullable String template, @Nullable UUID userId, PageRequest page) {
    return sql.list(
        """
        SELECT * FROM core.mail_messages
        WHERE (?::text IS NULL OR status = ?)
          AND (?::text IS NULL OR template = ?)
          AND (?::uuid IS NULL OR user_id = ?)
          AND (?::uuid IS NULL OR id < ?)
        ORDER BY id DESC LIMIT ?
        """,
        MailLog::view,
        status,
        status,
        template,
        template,
        userId,
        userId,
        page.afterId(0),
        page.afterId(0),
        page.limit() + 1);
  }

  /**
   * Tries a given-up mail again.
   *
   * @throws dev.freehold.kernel.Refusal {@code NOT_FOUND}; {@code MAIL_NOT_RESENDABLE} when it was
   *     sent, is under way, or held codes that are gone
   */
  @Transactional
  public MailView resend(UUID id) {
    MailView mail =
        sql.first("SELECT * FROM core.mail_messages WHERE id = ? FOR UPDATE", MailLog::view, id)
            .orElseThrow(() -> KernelRefusal.notFound("mail"));
    Instant now = clock.instant();
    boolean isGivenUp = mail.status().equals("failed") || mail.status().equals("skipped");
    // A failed mail with a code has lost it: its template cannot be filled any more.
    boolean isExpired = mail.expiresAt() != null && !mail.expiresAt().isAfter(now);
    if (!isGivenUp || isExpired || mail.category().equals(MailRequest.SECURITY)) {
      throw KernelRefusal.MAIL_NOT_RESENDABLE.because("mail %s is %s", id, mail.status());
    }
    sql.update(
        """
        UPDATE core.mail_messages
        SET status = 'queued', skip_reason = NULL, attempts = 0, next_attempt_at = ?
        WHERE id = ?
        """,
        now.plusSeconds(60),
        id);
    outbox.send(Message.command("core-send-mail").data(new Mail.SendMail(id)));
    audit.add(AuditEntry.of("core", "mail.resend", "mail", id));
    return sql.one("SELECT * FROM core.mail_messages WHERE id = ?", MailLog::view, id);
  }

  private static MailView view(Row row) {
    return new MailView(
        row.uuid("id"),
        row.text("template"),
        row.text("category"),
        row.textOrNull("dedup_key"),
        row.uuidOrNull("organization_id"),
        row.uuidOrNull("user_id"),
        row.textOrNull("to_email"),
        row.textOrNull("permission"),
        row.uuidOrNull("parent_id"),
        row.textOrNull("locale"),
        row.text("status"),
        row.textOrNull("skip_reason"),
        row.intValue("attempts"),
        row.instant("next_attempt_at"),
        row.instantOrNull("claimed_at"),
        row.instantOrNull("expires_at"),
        row.textOrNull("last_error"),
        row.textOrNull("provider"),
        row.textOrNull("provider_message_id"),
        row.instantOrNull("sent_at"),
        row.instantOrNull("reported_at"),
        row.instant("created_at"));
  }
}
