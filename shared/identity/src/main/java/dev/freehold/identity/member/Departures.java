package dev.freehold.identity.member;

import dev.freehold.identity.AuthenticationEvent;
import dev.freehold.identity.AuthenticationLog;
import dev.freehold.identity.IdentityMessages.MemberRemoved;
import dev.freehold.kernel.audit.Audit;
import dev.freehold.kernel.audit.AuditEntry;
import dev.freehold.kernel.outbox.Message;
import dev.freehold.kernel.outbox.Outbox;
import dev.freehold.kernel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** Ends a membership with all that hangs on it, in the transaction that locked the organization. */
@ApplicationScoped
class Departures {

  private final Sql sql;
  private final Owners owners;
  private final AuthenticationLog log;
  private final Outbox outbox;
  private final Audit audit;
  private final Clock clock;

  Departures(
      Sql sql, Owners owners, AuthenticationLog log, Outbox outbox, Audit audit, Clock clock) {
    this.sql = sql;
    this.owners = owners;
    this.log = log;
    this.outbox = outbox;
    this.audit = audit;
    this.clock = clock;
  }

  /** Why a membership ends, as the message names it. */
  enum Reason {
    REMOVED,
    LEFT;

    private String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * @throws dev.freehold.kernel.Refusal {@code LAST_OWNER}
   */
  void end(Member member, UUID accountable, Reason reason) {
    UUID organization = member.organizationId();
    UUID user = member.userId();
    if (member.role().equals("owner")) {
      owners.release(organization, accountable, user);
    }
    List<UUID> keys =
        sql.one(
            "SELECT identity.end_membership(?, ?, ?) AS keys",
            row -> row.uuids("keys"),
            organization,
            user,
            clock.instant());
    logKeys(organization, user, keys);
    outbox.send(
        Message.event("identity.member.removed")
            .organization(organization)
            .data(new MemberRemoved(organization, user, reason.word())));
    audit.add(
        AuditEntry.of("identity", "member.remove", "user", user)
            .organization(organization)
            .before(Map.of("role", member.roleName()))
            .metadata(Map.of("reason", reason.word())));
  }

  private void logKeys(UUID organization, UUID user, List<UUID> keys) {
    if (keys.isEmpty()) {
      return;
    }
    log.add(
        keys.stream()
            .map(
                key ->
                    AuthenticationEvent.success("api_key_revoked", user)
                        .organization(organization)
                        .details(Map.of("apiKeyId", key)))
            .toArray(AuthenticationEvent[]::new));
  }
}
