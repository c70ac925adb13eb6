package dev.freehold.identity.invitation;

import dev.freehold.identity.IdentityMessages.MemberJoined;
import dev.freehold.identity.IdentityRefusal;
import dev.freehold.identity.member.Member;
import dev.freehold.identity.member.MemberService;
import dev.freehold.kernel.Ids;
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
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Invitations as the invited see and answer them: by the mailed token, or by a proved address. */
@ApplicationScoped
public class InvitationAnswers {

  private final Sql sql;
  private final MemberService members;
  private final InvitationMails mails;
  private final Outbox outbox;
  private final Audit audit;
  private final Clock clock;
  private final Ids ids;

  InvitationAnswers(
      Sql sql,
      MemberService members,
      InvitationMails mails,
      Outbox outbox,
      Audit audit,
      Clock clock,
      Ids ids) {
    this.sql = sql;
    this.members = members;
    this.mails = mails;
    this.outbox = outbox;
    this.audit = audit;
    this.clock = clock;
    this.ids = ids;
  }

  /** What the holder of a token may know. */
  @RegisterForReflection
  public record Shown(
      String organizationName,
      @Nullable String logoUrl,
      String email,
      String role,
      String roleName,
      @Nullable String invitedByName,
      Instant expiresAt) {}

  /**
   * @throws dev.freehold.kernel.Refusal {@code INVITATION_GONE}
   */
  @Transactional
  public Shown lookUp(String token) {
    Instant now = clock.instant();
    Details found =
        sql.first(
                "SELECT * FROM identity.find_invitation(?, ?)",
                row -> Details.of(row, now),
                InvitationTokens.hash(token),
                now)
            .orElseThrow(InvitationAnswers::gone);
    Invitation invitation = found.invitation();
    return new Shown(
        invitation.organizationName(),
        found.logoUrl(),
        invitation.email(),
        invitation.role(),
        found.roleName(),
        invitation.invitedByName(),
        invitation.expiresAt());
  }

  /**
   * Open ones to an address the acting person has proved, newest first; up to {@code limit + 1}.
   */
  @Transactional
  public List<Invitation> listOwn(PageRequest page) {
    Instant now = clock.instant();
    return sql.list(
        "SELECT * FROM identity.show_own_invitations(?::timestamptz, ?::uuid, ?, ?)",
        row -> Invitation.of(row, now),
        page.afterInstant(0),
        page.afterId(1),
        page.limit() + 1,
        now);
  }

  /** Which invitation is answered: by its token, else by its id. */
  public record Named(@Nullable String token, @Nullable UUID invitationId) {

    public Named {
      if ((token == null) == (invitationId == null)) {
        throw new IllegalArgumentException("a token or an id names an invitation");
      }
    }
  }

  private record Claimed(
      UUID id,
      UUID organizationId,
      String organizationName,
      String email,
      UUID invitedBy,
      String role,
      @Nullable Long creditLimit,
      String status,
      @Nullable UUID acceptedBy,
      boolean isMine,
      boolean isMember) {

    static Claimed of(Row row, Instant now) {
      return new Claimed(
          row.uuid("id"),
          row.uuid("organization_id"),
          row.text("organization_name"),
          row.text("email"),
          row.uuid("invited_by"),
          row.text("role"),
          row.longOrNull("credit_limit"),
          Invitation.effective(row.text("status"), row.instant("expires_at"), now),
          row.uuidOrNull("accepted_by"),
          row.bool("is_mine"),
          row.bool("is_member"));
    }
  }

  /**
   * Makes the acting person a member; again by the same one: the same member. From here on the
   * transaction acts in the invitation's organization.
   *
   * @param userId the acting person
   * @throws dev.freehold.kernel.Refusal {@code INVITATION_NOT_YOURS}, {@code INVITATION_GONE}
   */
  @Transactional
  public Member accept(Named named, UUID userId) {
    Claimed claimed = claim(named);
    if (!claimed.isMine()) {
      throw notYours();
    }
    boolean isRepeat =
        claimed.status().equals("accepted")
            && userId.equals(claimed.acceptedBy())
            && claimed.isMember();
    if (isRepeat) {
      return members.get(claimed.organizationId(), userId);
    }
    requirePending(claimed);
    return join(claimed, userId);
  }

  /**
   * Says no: whoever holds the token, or the acting person to whom it was sent.
   *
   * @throws dev.freehold.kernel.Refusal {@code INVITATION_NOT_YOURS}, {@code INVITATION_GONE}
   */
  @Transactional
  public void decline(Named named) {
    Claimed claimed = claim(named);
    if (named.token() == null && !claimed.isMine()) {
      throw notYours();
    }
    requirePending(claimed);
    Instant now = clock.instant();
    sql.update(
        """
        UPDATE identity.invitations
        SET status = 'declined', resolved_at = ?, updated_at = ?, version = version + 1
        WHERE id = ?
        """,
        now,
        now,
        claimed.id());
    record("decline", claimed);
  }

  private Claimed claim(Named named) {
    Instant now = clock.instant();
    return sql.first(
            "SELECT * FROM identity.claim_invitation(?, ?::uuid)",
            row -> Claimed.of(row, now),
            named.token() == null ? null : InvitationTokens.hash(named.token()),
            named.invitationId())
        .orElseThrow(InvitationAnswers::gone);
  }

  private static void requirePending(Claimed claimed) {
    if (!claimed.status().equals("pending")) {
      throw gone();
    }
  }

  private record Joined(boolean isNew, Member member) {}

  private Member join(Claimed claimed, UUID userId) {
    Joined joined =
        sql.one(
            "SELECT * FROM identity.join_by_invitation(?, ?, ?, ?)",
            row -> new Joined(row.bool("joined"), Member.of(row)),
            claimed.id(),
            ids.next(),
            userId,
            clock.instant());
    record("accept", claimed);
    if (joined.isNew()) {
      announce(claimed, userId);
    }
    return joined.member();
  }

  private void announce(Claimed claimed, UUID userId) {
    outbox.send(
        Message.event("identity.member.joined")
            .organization(claimed.organizationId())
            .data(
                new MemberJoined(
                    claimed.organizationId(),
                    userId,
                    claimed.role(),
                    claimed.creditLimit(),
                    claimed.id())));
    mails.tellAcceptance(
        claimed.invitedBy(), claimed.organizationId(), claimed.organizationName(), claimed.email());
  }

  private void record(String act, Claimed claimed) {
    audit.add(
        AuditEntry.of("identity", "invitation." + act, "invitation", claimed.id())
            .organization(claimed.organizationId())
            .after(Map.of("email", claimed.email(), "role", claimed.role())));
  }

  private static RuntimeException gone() {
    return IdentityRefusal.INVITATION_GONE.because("no such pending invitation");
  }

  private static RuntimeException notYours() {
    return IdentityRefusal.INVITATION_NOT_YOURS.because(
        "the invitation is to an address you have not verified as yours");
  }
}
