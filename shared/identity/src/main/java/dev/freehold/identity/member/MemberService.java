package dev.freehold.identity.member;

import dev.freehold.identity.IdentityRefusal;
import dev.freehold.kernel.KernelRefusal;
import dev.freehold.kernel.PageRequest;
import dev.freehold.kernel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Members of an organization: shown, given another role, sent away. */
@ApplicationScoped
public class MemberService {

  private static final String SHOWN =
      "SELECT * FROM identity.show_members(?, ?::uuid, ?, ?, ?::timestamptz, ?::uuid, ?)";

  private final Sql sql;
  private final Giving giving;
  private final Owners owners;
  private final RoleGifts gifts;
  private final RoleAssignment assignment;
  private final Departures departures;
  private final MemberMails mails;

  MemberService(
      Sql sql,
      Giving giving,
      Owners owners,
      RoleGifts gifts,
      RoleAssignment assignment,
      Departures departures,
      MemberMails mails) {
    this.sql = sql;
    this.giving = giving;
    this.owners = owners;
    this.gifts = gifts;
    this.assignment = assignment;
    this.departures = departures;
    this.mails = mails;
  }

  /**
   * Newest first; up to {@code limit + 1}.
   *
   * @param query part of a name or an address; null = any
   */
  @Transactional
  public List<Member> list(
      UUID organizationId,
      RoleChoice.@Nullable Role role,
      @Nullable String query,
      PageRequest page) {
    return sql.list(
        SHOWN,
        Member::of,
        organizationId,
        null,
        role == null ? null : role.word(),
        query,
        page.afterInstant(0),
        page.afterId(1),
        page.limit() + 1);
  }

  /**
   * @throws dev.freehold.kernel.Refusal {@code NOT_FOUND}
   */
  @Transactional
  public Member get(UUID organizationId, UUID userId) {
    return sql.first(SHOWN, Member::of, organizationId, userId, null, null, null, null, 1)
        .orElseThrow(() -> KernelRefusal.notFound("member"));
  }

  /**
   * Gives a member another role.
   *
   * @param expectedVersion null = any
   * @param caller as the edge saw them; judged anew here
   * @throws dev.freehold.kernel.Refusal {@code NOT_FOUND}, {@code PERMISSION_DENIED}, {@code
   *     VERSION_MISMATCH}, {@code OWNER_PROTECTED}, {@code LAST_OWNER}, {@code ROLE_UNKNOWN},
   *     {@code ESCALATION}
   */
  @Transactional
  public Member update(
      UUID organizationId,
      UUID userId,
      RoleChoice choice,
      @Nullable Integer expectedVersion,
      Giver caller) {
    Giving.Turn turn = giving.begin(organizationId, caller, "members:update");
    Member member = get(organizationId, userId);
    checkVersion(member, expectedVersion);
    checkProtection(member, turn.giver());
    if (isUnchanged(member, choice)) {
      return member;
    }
    if (member.role().equals("owner")) {
      owners.release(organizationId, turn.accountable(), userId);
    }
    gifts.check(organizationId, choice, turn.giver());
    assignment.assign(member, choice);
    Member changed = get(organizationId, userId);
    mails.tellNewRole(changed);
    return changed;
  }

  /**
   * Ends a membership.
   *
   * @param expectedVersion null = any
   * @param caller as the edge saw them; judged anew here
   * @throws dev.freehold.kernel.Refusal {@code NOT_FOUND}, {@code PERMISSION_DENIED}, {@code
   *     VERSION_MISMATCH}, {@code OWNER_PROTECTED}, {@code LAST_OWNER}
   */
  @Transactional
  public void remove(
      UUID organizationId, UUID userId, @Nullable Integer expectedVersion, Giver caller) {
    Giving.Turn turn = giving.begin(organizationId, caller, "members:remove");
    Member member = get(organizationId, userId);
    checkVersion(member, expectedVersion);
    checkProtection(member, turn.giver());
    departures.end(member, turn.accountable(), Departures.Reason.REMOVED);
    mails.tellRemoval(member);
  }

  private static void checkVersion(Member member, @Nullable Integer expected) {
    if (expected != null && expected != member.version()) {
      throw KernelRefusal.VERSION_MISMATCH.because(
          "the resource is at version %d", member.version());
    }
  }

  private static void checkProtection(Member member, Giver giver) {
    if (member.role().equals("owner") && !giver.isOwner()) {
      throw IdentityRefusal.OWNER_PROTECTED.because("only an owner changes or removes an owner");
    }
  }

  private static boolean isUnchanged(Member member, RoleChoice choice) {
    return member.role().equals(choice.role().word())
        && Objects.equals(member.roleId(), choice.roleId());
  }
}
