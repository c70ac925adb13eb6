package dev.freehold.identity.member;

import dev.freehold.identity.IdentityConfig;
import dev.freehold.kernel.KernelRefusal;
import dev.freehold.kernel.audit.Audit;
import dev.freehold.kernel.audit.AuditEntry;
import dev.freehold.kernel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Map;
import java.util.UUID;

/** Handing an organization over, and leaving it. */
@ApplicationScoped
public class OwnershipService {

  private final Sql sql;
  private final Giving giving;
  private final Owners owners;
  private final MemberService members;
  private final RoleAssignment assignment;
  private final Departures departures;
  private final MemberMails mails;
  private final Audit audit;
  private final IdentityConfig.Organization config;

  OwnershipService(
      Sql sql,
      Giving giving,
      Owners owners,
      MemberService members,
      RoleAssignment assignment,
      Departures departures,
      MemberMails mails,
      Audit audit,
      IdentityConfig config) {
    this.sql = sql;
    this.giving = giving;
    this.owners = owners;
    this.members = members;
    this.assignment = assignment;
    this.departures = departures;
    this.mails = mails;
    this.audit = audit;
    this.config = config.organization();
  }

  /**
   * Makes a member the accountable owner.
   *
   * @param keepRole what the giver is afterwards; theirs stays when they take it themselves
   * @param caller as the edge saw them; judged anew here
   * @throws dev.freehold.kernel.Refusal {@code NOT_FOUND}, {@code PERMISSION_DENIED}, {@code
   *     ESCALATION}, {@code LIMIT_REACHED}
   */
  @Transactional
  public void transfer(UUID organizationId, UUID to, RoleChoice.Role keepRole, Giver caller) {
    Giving.Turn turn = giving.begin(organizationId, caller, "organizations:transfer");
    Giver giver = turn.giver();
    UUID accountable = turn.accountable();
    Member target = members.get(organizationId, to);
    if (!giver.isOwner()) {
      throw KernelRefusal.ESCALATION.because("only an owner makes an owner");
    }
    hand(accountable, target);
    if (!to.equals(giver.userId()) && giver.userId() != null) {
      change(members.get(organizationId, giver.userId()), keepRole);
    }
    record(organizationId, accountable, to);
  }

  /**
   * Makes a member the accountable owner, as an operator does; the former one stays an owner.
   *
   * @throws dev.freehold.kernel.Refusal {@code NOT_FOUND}, {@code LIMIT_REACHED}
   */
  @Transactional
  public void appoint(UUID organizationId, UUID to) {
    UUID accountable = owners.lock(organizationId);
    if (!accountable.equals(to)) {
      hand(accountable, members.get(organizationId, to));
      record(organizationId, accountable, to);
    }
  }

  private void hand(UUID accountable, Member target) {
    UUID organization = target.organizationId();
    if (!accountable.equals(target.userId())) {
      checkOwned(target.userId());
      owners.hand(organization, accountable, target.userId());
      mails.tellTransfer(organization, accountable, target);
    }
    change(target, RoleChoice.Role.OWNER);
  }

  private void record(UUID organizationId, UUID from, UUID to) {
    audit.add(
        AuditEntry.of("identity", "organization.transfer", "organization", organizationId)
            .organization(organizationId)
            .before(Map.of("ownerId", from))
            .after(Map.of("ownerId", to)));
  }

  private void checkOwned(UUID userId) {
    long owned = sql.one("SELECT identity.count_owned(?) AS n", row -> row.longValue("n"), userId);
    if (owned >= config.maxOwned()) {
      throw KernelRefusal.LIMIT_REACHED.because(
          "a person owns at most %d organizations", config.maxOwned());
    }
  }

  private void change(Member member, RoleChoice.Role role) {
    if (!member.role().equals(role.word())) {
      assignment.assign(member, RoleChoice.of(role));
    }
  }

  /**
   * Ends one's own membership.
   *
   * @throws dev.freehold.kernel.Refusal {@code NOT_FOUND}, {@code LAST_OWNER}
   */
  @Transactional
  public void leave(UUID organizationId, UUID userId) {
    UUID accountable = owners.lock(organizationId);
    departures.end(members.get(organizationId, userId), accountable, Departures.Reason.LEFT);
  }
}
