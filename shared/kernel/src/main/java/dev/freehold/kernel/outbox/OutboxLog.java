package dev.freehold.kernel.outbox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.kernel.KernelRefusal;
import dev.freehold.kernel.PageRequest;
import dev.freehold.kernel.audit.Audit;
import dev.freehold.kernel.audit.AuditEntry;
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

/** Messages, for operators. */
@ApplicationScoped
public class OutboxLog {

  /** A message as operators see it. */
  @RegisterForReflection
  public record MessageView(
      UUID id,
      String kind,
      String topic,
      String type,
      @Nullable UUID organizationId,
      @Nullable UUID platformId,
      JsonNode payload,
      Instant availableAt,
      Instant createdAt,
      @Nullable Instant sentAt,
      int attempts,
      Instant nextAttemptAt,
      @Nullable String lastError) {}

  /** What to look for; every field may be null. */
  public record Filter(
      @Nullable String type,
      @Nullable String topic,
      @Nullable Boolean sent,
      @Nullable UUID organizationId,
      @Nullable Instant from,
      @Nullable Instant to) {}

  private final Sql sql;
  private final Audit audit;
  private final Clock clock;

  OutboxLog(Sql sql, Audit audit, Clock clock) {
    this.sql = sql;
    this.audit = audit;
    this.clock = clock;
  }

  /** Newest first. */
  @Transactional
  public List<MessageView> list(Filter filter, PageRequest page) {
    return sql.list(
        """
        SELECT * FROM core.outbox
        WHERE (?::text IS NULL OR type = ?)
          AND (?::text IS NULL OR topic = ?)
          AND (?::boolean IS NULL OR (sent_at IS NOT NULL) = ?)
          AND (?::uuid IS NULL OR organization_id = ?)
          AND (?::timestamptz IS NULL OR created_at >= ?)
          AND (?::timestamptz IS NULL OR created_at < ?)
          AND (?::uuid IS NULL OR id < ?)
        ORDER BY id DESC LIMIT ?
        """,
        OutboxLog::view,
        filter.type(),
        filter.type(),
        filter.topic(),
        filter.topic(),
        filter.sent(),
        filter.sent(),
        filter.organizationId(),
        filter.organizationId(),
        filter.from(),
        filter.from(),
        filter.to(),
        filter.to(),
        page.afterId(0),
        page.afterId(0),
        page.limit() + 1);
  }

  /** Due again at once, with its old id; receivers end in the same state. */
  @Transactional
  public MessageView resend(UUID id) {
    MessageView message =
        sql.first(
                """
                UPDATE core.outbox SET sent_at = NULL, next_attempt_at = ? WHERE id = ? RETURNING *
                """,
                OutboxLog::view,
                clock.instant(),
                id)
            .orElseThrow(() -> KernelRefusal.notFound("message"));
    audit.add(AuditEntry.of("core", "message.resend", "message", id));
    return message;
  }

  private static MessageView view(Row row) {
    return new MessageView(
        row.uuid("id"),
        row.text("kind"),
        row.text("topic"),
        row.text("type"),
        row.uuidOrNull("organization_id"),
        row.uuidOrNull("platform_id"),
        row.json("payload"),
        row.instant("available_at"),
        row.instant("created_at"),
        row.instantOrNull("sent_at"),
        row.intValue("attempts"),
        row.instant("next_attempt_at"),
        row.textOrNull("last_error"));
  }
}
