package dev.freehold.identity.member;

import dev.freehold.identity.IdentityMessages.OwnerChanged;
import dev.freehold.identity.IdentityRefusal;
import dev.freehold.kernel.KernelRefusal;
import dev.freehold.kernel.outbox.Message;
import dev.freehold.kernel.outbox.Outbox;
import dev.freehold.kernel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;

/** Sees to it that an organization always has an owner, one of them accountable. */
@ApplicationScoped
public class Owners {

  private final Sql sql;
  private final Outbox outbox;
  private final Clock clock;

  Owners(Sql sql, Outbox outbox, Clock clock) {
    this.sql = sql;
    this.outbox = outbox;
    this.clock = clock;
  }

  /**
   * Locks the organization, before any of its members: changes of one organization's members queue
   * up here. Who gives or takes something there goes through {@link Giving}.
   *
   * @return the accountable owner
   * @throws dev.freehold.kernel.Refusal {@code NOT_FOUND}
   */
  public UUID lock(UUID organizationId) {
    return sql.first(
            """
            SELECT owner_id FROM identity.organizations
            WHERE id = ? AND deleted_at IS NULL FOR NO KEY UPDATE
            """,
            row -> row.uuid("owner_id"),
            organizationId)
        .orElseThrow(() -> KernelRefusal.notFound("organization"));
  }

  /**
   * An owner stops being one: where the accountable one does, the longest-standing other owner
   * follows.
   *
   * @param accountable as {@link #lock} found it
   * @throws dev.freehold.kernel.Refusal {@code LAST_OWNER}
   */
  public void release(UUID organizationId, UUID accountable, UUID userId) {
    UUID next =
        sql.first(
                """
                SELECT user_id FROM identity.members
                WHERE organization_id = ? AND role = 'owner' AND user_id <> ?
                ORDER BY created_at, id LIMIT 1
                """,
                row -> row.uuid("user_id"),
                organizationId,
                userId)
            .orElseThrow(
                () -> IdentityRefusal.LAST_OWNER.because("an organization always has an owner"));
    if (accountable.equals(userId)) {
      hand(organizationId, userId, next);
    }
  }

  /** Makes another owner the accountable one; what was made at a sign-up is nobody's then. */
  public void hand(UUID organizationId, UUID from, UUID to) {
    Instant now = clock.instant();
    sql.update(
        """
        UPDATE identity.organizations
        SET owner_id = ?, is_default = false, updated_at = ?, version = version + 1
        WHERE id = ?
        """,
        to,
        now,
        organizationId);
    outbox.send(
        Message.event("identity.organization.owner_changed")
            .organization(organizationId)
            .data(new OwnerChanged(organizationId, from, to)));
  }
}
