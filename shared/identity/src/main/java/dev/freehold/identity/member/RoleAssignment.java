package dev.freehold.identity.member;

import dev.freehold.identity.IdentityMessages.MemberUpdated;
import dev.freehold.kernel.audit.Audit;
import dev.freehold.kernel.audit.AuditEntry;
import dev.freehold.kernel.outbox.Message;
import dev.freehold.kernel.outbox.Outbox;
import dev.freehold.kernel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;

/** Gives a member another role, in the transaction that locked the organization and judged it. */
@ApplicationScoped
class RoleAssignment {

  private final Sql sql;
  private final Outbox outbox;
  private final Audit audit;
  private final Clock clock;

  RoleAssignment(Sql sql, Outbox outbox, Audit audit, Clock clock) {
    this.sql = sql;
    this.outbox = outbox;
    this.audit = audit;
    this.clock = clock;
  }

  void assign(Member member, RoleChoice choice) {
    String roleName =
        sql.one(
            """
            UPDATE identity.members m
            SET role = ?, custom_role_id = ?, updated_at = ?, version = m.version + 1
            WHERE m.id = ?
            RETURNING coalesce((SELECT r.name FROM identity.organization_roles r
              WHERE r.organization_id = m.organization_id AND r.id = m.custom_role_id), m.role)
              AS role_name
            """,
            row -> row.text("role_name"),
            choice.role(),
            choice.roleId(),
            clock.instant(),
            member.id());
    if (choice.isOwner()) {
      endDenials(member);
    }
    outbox.send(
        Message.event("identity.member.updated")
            .organization(member.organizationId())
            .data(
                new MemberUpdated(member.organizationId(), member.userId(), choice.role().word())));
    audit.add(
        AuditEntry.of("identity", "member.update", "user", member.userId())
            .organization(member.organizationId())
            .before(Map.of("role", member.roleName()))
            .after(Map.of("role", roleName)));
  }

  private record Denial(UUID id, String permission) {}

  /** An owner is denied nothing: what they may not, in the end nobody there may. */
  private void endDenials(Member member) {
    sql.list(
            """
            DELETE FROM identity.permission_grants
            WHERE organization_id = ? AND user_id = ? AND effect = 'deny'
            RETURNING id, permission
            """,
            row -> new Denial(row.uuid("id"), row.text("permission")),
            member.organizationId(),
            member.userId())
        .forEach(
            denial ->
                audit.add(
                    AuditEntry.of("identity", "grant.delete", "permission_grant", denial.id())
                        .organization(member.organizationId())
                        .before(
                            Map.of(
                                "userId", member.userId().toString(),
                                "permission", denial.permission(),
                                "effect", "deny"))));
  }
}
