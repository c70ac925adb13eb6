package dev.freehold.identity.invitation;

import dev.freehold.identity.EmailAddress;
import dev.freehold.identity.IdentityConfig;
import dev.freehold.identity.IdentityRefusal;
import dev.freehold.identity.member.Giver;
import dev.freehold.identity.member.Giving;
import dev.freehold.identity.member.Owners;
import dev.freehold.identity.member.RoleChoice;
import dev.freehold.identity.member.RoleGifts;
import dev.freehold.kernel.Ids;
import dev.freehold.kernel.KernelRefusal;
import dev.freehold.kernel.PageRequest;
import dev.freehold.kernel.audit.Audit;
import dev.freehold.kernel.audit.AuditEntry;
import dev.freehold.kernel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Invitations as the members of an organization send and end them. */
@ApplicationScoped
public class InvitationService {

  /** No invitation stays open longer, whatever is asked. */
  private static final Duration LONGEST = Duration.ofDays(30);

  private static final String SHOWN =
      """
      SELECT * FROM identity.show_invitations(?, ?::uuid, ?, ?::timestamptz, ?::uuid, ?, ?)
      """;

  private static final String NEEDED = "members:invite";

  private final Sql sql;
  private final Giving giving;
  private final Owners organizations;
  private final Invitees invitees;
  private final RoleGifts gifts;
  private final InvitationTokens tokens;
  private final InvitationMails mails;
  private final Audit audit;
  private final IdentityConfig.Invitation config;
  private final Clock clock;
  private final Ids ids;

  InvitationService(
      Sql sql,
      Giving giving,
      Owners organizations,
      Invitees invitees,
      RoleGifts gifts,
      InvitationTokens tokens,
      InvitationMails mails,
      Audit audit,
      IdentityConfig config,
      Clock clock,
      Ids ids) {
    this.sql = sql;
    this.giving = giving;
    this.organizations = organizations;
    this.invitees = invitees;
    this.gifts = gifts;
    this.tokens = tokens;
    this.mails = mails;
    this.audit = audit;
    this.config = config.invitation();
    this.clock = clock;
    this.ids = ids;
  }

  /**
   * What is asked for; the address as typed.
   *
   * @param creditLimit null = unlimited
   * @param expiresAt null = the default lifetime
   */
  public record Asked(
      String email, RoleChoice choice, @Nullable Long creditLimit, @Nullable Instant expiresAt) {}

  /**
   * An invitation that was sent.
   *
   * @param renewed a pending one was there
   */
  public record Sent(Invitation invitation, boolean renewed) {}

  private record Earlier(UUID id, int tokenVersion, String status) {}

  /**
   * Invites an address; where an invitation to it is there, that one begins anew.
   *
   * @param caller as the edge saw them; judged anew here
   * @throws dev.freehold.kernel.Refusal {@code VALIDATION_FAILED}, {@code PERMISSION_DENIED},
   *     {@code ALREADY_MEMBER}, {@code EMAIL_DOMAIN_NOT_ALLOWED}, {@code ROLE_UNKNOWN}, {@code
   *     ESCALATION}, {@code LIMIT_REACHED}, {@code TOO_MANY_REQUESTS}
   */
  @Transactional
  public Sent create(UUID organizationId, Asked asked, Giver caller) {
    Instant now = clock.instant();
    String email = EmailAddress.required("email", asked.email());
    Instant expiresAt = expiry(asked.expiresAt(), now);
    Giver giver = giving.begin(organizationId, caller, NEEDED).giver();
    long taken = invitees.check(organizationId, email);
    gifts.check(organizationId, asked.choice(), giver);
    invitees.checkPlaces(taken);
    invitees.count(organizationId, email);
    Earlier earlier = earlier(organizationId, email, now).orElse(null);
    UUID id = earlier == null ? ids.next() : earlier.id();
    int version = earlier == null ? 1 : earlier.tokenVersion() + 1;
    put(id, version, organizationId, email, asked, expiresAt, invitees.inviter(giver), now);
    Details sent = details(organizationId, id);
    mails.invite(sent);
    record("create", sent);
    return new Sent(sent.invitation(), earlier != null && earlier.status().equals("pending"));
  }

  private Instant expiry(@Nullable Instant asked, Instant now) {
    Instant expiresAt = Objects.requireNonNullElse(asked, now.plus(config.lifetime()));
    if (!expiresAt.isAfter(now) || expiresAt.isAfter(now.plus(LONGEST))) {
      throw KernelRefusal.VALIDATION_FAILED
          .because("the request has a fault")
          .field("expiresAt", "RANGE", "is within the next %d days".formatted(LONGEST.toDays()));
    }
    return expiresAt;
  }

  private Optional<Earlier> earlier(UUID organizationId, String email, Instant now) {
    return sql.first(
        """
        SELECT id, token_version, status, expires_at FROM identity.invitations
        WHERE organization_id = ? AND email = ? FOR NO KEY UPDATE
        """,
        row ->
            new Earlier(
                row.uuid("id"),
                row.intValue("token_version"),
                Invitation.effective(row.text("status"), row.instant("expires_at"), now)),
        organizationId,
        email);
  }

  private void put(
      UUID id,
      int version,
      UUID organizationId,
      String email,
      Asked asked,
      Instant expiresAt,
      UUID invitedBy,
      Instant now) {
    sql.update(
        """
        INSERT INTO identity.invitations AS i (id, organization_id, email, invited_by, role,
          custom_role_id, credit_limit, status, token_hash, token_version, expires_at,
          delivery_status, delivery_reported_at, last_sent_at, sent_count, reminder_count,
          created_at, updated_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, 'pending', ?, ?, ?, 'not_sent', ?, ?, 1, 0, ?, ?)
        ON CONFLICT (organization_id, email) DO UPDATE
        SET invited_by = excluded.invited_by, role = excluded.role,
          custom_role_id = excluded.custom_role_id, credit_limit = excluded.credit_limit,
          status = 'pending', token_hash = excluded.token_hash,
          token_version = excluded.token_version, expires_at = excluded.expires_at,
          accepted_by = NULL, resolved_at = NULL, delivery_status = 'not_sent',
          delivery_error = NULL, delivery_reported_at = excluded.delivery_reported_at,
          last_sent_at = excluded.last_sent_at, sent_count = i.sent_count + 1,
          last_reminder_at = NULL, reminder_count = 0, updated_at = excluded.updated_at,
          version = i.version + 1
        """,
        id,
        organizationId,
        email,
        invitedBy,
        asked.choice().role(),
        asked.choice().roleId(),
        asked.creditLimit(),
        InvitationTokens.hash(tokens.of(id, version)),
        version,
        expiresAt,
        now,
        now,
        now,
        now);
  }

  private void record(String act, Details details) {
    Invitation invitation = details.invitation();
    audit.add(
        AuditEntry.of("identity", "invitation." + act, "invitation", invitation.id())
            .organization(invitation.organizationId())
            .after(
                Map.of(
                    "email", invitation.email(),
                    "role", details.roleName(),
                    "status", invitation.status())));
  }

  private Details details(UUID organizationId, UUID invitationId) {
    Instant now = clock.instant();
    return sql.first(
            SHOWN,
            row -> Details.of(row, now),
            organizationId,
            invitationId,
            null,
            null,
            null,
            1,
            now)
        .orElseThrow(() -> KernelRefusal.notFound("invitation"));
  }

  /** Newest first; up to {@code limit + 1}. */
  @Transactional
  public List<Invitation> list(
      UUID organizationId, Invitation.@Nullable Status status, PageRequest page) {
    Instant now = clock.instant();
    return sql.list(
        SHOWN,
        row -> Invitation.of(row, now),
        organizationId,
        null,
        status == null ? null : status.word(),
        page.afterInstant(0),
        page.afterId(1),
        page.limit() + 1,
        now);
  }

  /**
   * Mails a pending invitation again, with a new token and a new end; the old token is dead.
   *
   * @param expectedVersion null = any
   * @param caller as the edge saw them; judged anew here
   * @throws dev.freehold.kernel.Refusal {@code NOT_FOUND}, {@code PERMISSION_DENIED}, {@code
   *     VERSION_MISMATCH}, {@code INVITATION_CLOSED}, {@code ESCALATION}, {@code TOO_MANY_REQUESTS}
   */
  @Transactional
  public Invitation resend(
      UUID organizationId, UUID invitationId, @Nullable Integer expectedVersion, Giver caller) {
    Giver giver = giving.begin(organizationId, caller, NEEDED).giver();
    Details pending = pending(organizationId, invitationId, expectedVersion);
    // Sending it on is giving the role, too.
    gifts.check(organizationId, pending.choice(), giver);
    invitees.count(organizationId, pending.invitation().email());
    Instant now = clock.instant();
    int version = pending.tokenVersion() + 1;
    sql.update(
        """
        UPDATE identity.invitations
        SET token_hash = ?, token_version = ?, expires_at = ?, delivery_status = 'not_sent',
          delivery_error = NULL, delivery_reported_at = ?, last_sent_at = ?,
          sent_count = sent_count + 1, last_reminder_at = NULL, reminder_count = 0,
          updated_at = ?, version = version + 1
        WHERE id = ?
        """,
        InvitationTokens.hash(tokens.of(invitationId, version)),
        version,
        now.plus(config.lifetime()),
        now,
        now,
        now,
        invitationId);
    Details sent = details(organizationId, invitationId);
    mails.invite(sent);
    record("resend", sent);
    return sent.invitation();
  }

  /**
   * Takes a pending invitation back.
   *
   * @param expectedVersion null = any
   * @throws dev.freehold.kernel.Refusal {@code NOT_FOUND}, {@code VERSION_MISMATCH}, {@code
   *     INVITATION_CLOSED}
   */
  @Transactional
  public void revoke(UUID organizationId, UUID invitationId, @Nullable Integer expectedVersion) {
    organizations.lock(organizationId);
    pending(organizationId, invitationId, expectedVersion);
    Instant now = clock.instant();
    sql.update(
        """
        UPDATE identity.invitations
        SET status = 'revoked', resolved_at = ?, updated_at = ?, version = version + 1 WHERE id = ?
        """,
        now,
        now,
        invitationId);
    record("revoke", details(organizationId, invitationId));
  }

  private Details pending(
      UUID organizationId, UUID invitationId, @Nullable Integer expectedVersion) {
    Details found = details(organizationId, invitationId);
    Invitation invitation = found.invitation();
    if (expectedVersion != null && expectedVersion != invitation.version()) {
      throw KernelRefusal.VERSION_MISMATCH.because(
          "the resource is at version %d", invitation.version());
    }
    if (!invitation.isPending()) {
      throw IdentityRefusal.INVITATION_CLOSED.because("the invitation is %s", invitation.status());
    }
    return found;
  }
}
