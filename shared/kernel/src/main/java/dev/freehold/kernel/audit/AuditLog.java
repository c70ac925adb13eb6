package dev.freehold.kernel.audit;

import dev.freehold.kernel.Ids;
import dev.freehold.kernel.KernelRefusal;
import dev.freehold.kernel.PageRequest;
import dev.freehold.kernel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads the audit: one organization's, or all for operators. */
@ApplicationScoped
public class AuditLog {

  /** What to look for; every field may be null. */
  public record Filter(
      @Nullable UUID platformId,
      @Nullable String actorId,
      @Nullable String action,
      @Nullable String entityType,
      @Nullable String entityId,
      @Nullable Instant from,
      @Nullable Instant to) {}

  private final Sql sql;

  AuditLog(Sql sql) {
    this.sql = sql;
  }

  /**
   * Newest first.
   *
   * @param organizationId null = every organization the scope shows
   */
  @Transactional
  public List<AuditRecord> list(@Nullable UUID organizationId, Filter filter, PageRequest page) {
    return sql.list(
        "SELECT "
            + AuditRecord.COLUMNS
            + """
            FROM core.audit_log
            WHERE (?::uuid IS NULL OR organization_id = ?)
              AND (?::uuid IS NULL OR platform_id = ?)
              AND (?::text IS NULL OR actor_id = ?)
              AND (?::text IS NULL OR action = ?)
              AND (?::text IS NULL OR entity_type = ?)
              AND (?::text IS NULL OR entity_id = ?)
              AND (?::timestamptz IS NULL OR created_at >= ?)
              AND (?::timestamptz IS NULL OR created_at < ?)
              AND (?::timestamptz IS NULL OR (created_at, id) < (?, ?))
            ORDER BY created_at DESC, id DESC LIMIT ?
            """,
        AuditRecord::of,
        organizationId,
        organizationId,
        filter.platformId(),
        filter.platformId(),
        filter.actorId(),
        filter.actorId(),
        filter.action(),
        filter.action(),
        filter.entityType(),
        filter.entityType(),
        filter.entityId(),
        filter.entityId(),
        filter.from(),
        filter.from(),
        filter.to(),
        filter.to(),
        page.afterInstant(0),
        page.afterInstant(0),
        page.afterId(1),
        page.limit() + 1);
  }

  /** The month comes from the id, so that one partition is read. */
  @Transactional
  public AuditRecord get(@Nullable UUID organizationId, UUID id) {
    Instant day = Ids.madeAt(id).truncatedTo(ChronoUnit.DAYS);
    Instant from = day.atOffset(ZoneOffset.UTC).minusDays(1).toInstant();
    return sql.first(
            "SELECT "
                + AuditRecord.COLUMNS
                + """
                FROM core.audit_log
                WHERE id = ? AND created_at >= ? AND created_at < ?
                  AND (?::uuid IS NULL OR organization_id = ?)
                """,
            AuditRecord::of,
            id,
            from,
            from.plus(3, ChronoUnit.DAYS),
            organizationId,
            organizationId)
        .orElseThrow(() -> KernelRefusal.notFound("audit entry"));
  }
}
