package dev.freehold.metering.subject;

import dev.freehold.kernel.KernelRefusal;
import dev.freehold.kernel.sql.Row;
import dev.freehold.kernel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Finds the subject a caller names, in the acting organization only. */
@ApplicationScoped
public class Subjects {

  /** Of several subscriptions the plan of highest rank, then the oldest. */
  private static final String USABLE =
      """
      s.status IN ('trialing', 'active', 'past_due') AND s.suspended_at IS NULL
        AND (s.grace_ends_at IS NULL OR s.grace_ends_at > ?)
      """;

  private static final String BEST =
      " ORDER BY (SELECT rank FROM billing.plans p WHERE p.id = s.plan_id) DESC, s.id LIMIT 1";

  private final Sql sql;
  private final Clock clock;

  Subjects(Sql sql, Clock clock) {
    this.sql = sql;
    this.clock = clock;
  }

  /**
   * @param organizationId the acting one; null = an operator who acts on all
   * @throws dev.freehold.kernel.Refusal {@code NOT_FOUND}: no such platform or subscription, or
   *     another's
   */
  @Transactional
  public Subject find(SubjectWords words, @Nullable UUID organizationId) {
    if (words.subscriptionId() != null) {
      return subscription(words.subscriptionId(), organizationId)
          .orElseThrow(() -> KernelRefusal.notFound("subscription"));
    }
    if (words.platformId() != null) {
      return platform(words.platformId(), organizationId)
          .orElseThrow(() -> KernelRefusal.notFound("platform"));
    }
    if (words.agentId() != null) {
      return agent(words, organizationId).orElseThrow(() -> KernelRefusal.notFound("subscription"));
    }
    UUID organization = organizationId == null ? words.organizationId() : organizationId;
    if (organization == null) {
      throw KernelRefusal.notFound("organization");
    }
    return organization(words, organization)
        .orElseGet(() -> new Subject(organization, null, null, null));
  }

  private Optional<Subject> subscription(UUID id, @Nullable UUID organizationId) {
    return sql.first(
        """
        SELECT s.organization_id, s.platform_id, s.id, s.agent_id FROM billing.subscriptions s
         WHERE s.id = ? AND (?::uuid IS NULL OR s.organization_id = ?)
        """,
        Subjects::subject,
        id,
        organizationId,
        organizationId);
  }

  private Optional<Subject> platform(UUID id, @Nullable UUID organizationId) {
    return sql.first(
        """
        SELECT p.organization_id, p.id AS platform_id, NULL::uuid AS agent_id,
               (SELECT s.id FROM billing.subscriptions s WHERE s.platform_id = p.id AND\s"""
            + USABLE
            + BEST
            + """
            ) AS id
              FROM registry.platforms p
             WHERE p.id = ? AND (?::uuid IS NULL OR p.organization_id = ?)
               AND p.deleted_at IS NULL
            """,
        Subjects::subject,
        now(),
        id,
        organizationId,
        organizationId);
  }

  private Optional<Subject> agent(SubjectWords words, @Nullable UUID organizationId) {
    return sql.first(
        """
        SELECT s.organization_id, s.platform_id, s.id, s.agent_id FROM billing.subscriptions s
         WHERE s.agent_id = ? AND s.user_id = ? AND (?::uuid IS NULL OR s.organization_id = ?)
           AND\s"""
            + USABLE
            + BEST,
        Subjects::subject,
        words.agentId(),
        words.userId(),
        organizationId,
        organizationId,
        now());
  }

  private Optional<Subject> organization(SubjectWords words, UUID organizationId) {
    return sql.first(
        """
        SELECT s.organization_id, s.platform_id, s.id, s.agent_id FROM billing.subscriptions s
         WHERE s.organization_id = ? AND s.plan_kind = ?
           AND (?::text IS NULL OR s.app_key = ?) AND\s"""
            + USABLE
            + BEST,
        Subjects::subject,
        organizationId,
        words.planKind(),
        words.appKey(),
        words.appKey(),
        now());
  }

  private static Subject subject(Row row) {
    return new Subject(
        row.uuid("organization_id"),
        row.uuidOrNull("platform_id"),
        row.uuidOrNull("id"),
        row.uuidOrNull("agent_id"));
  }

  private Instant now() {
    return clock.instant();
  }
}
