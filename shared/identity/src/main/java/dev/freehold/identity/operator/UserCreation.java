package dev.freehold.identity.operator;

import dev.freehold.identity.EmailAddress;
import dev.freehold.identity.IdentityMessages.UserCreated;
import dev.freehold.identity.IdentityRefusal;
import dev.freehold.identity.organization.OrganizationFactory;
import dev.freehold.identity.organization.OrganizationFactory.NewOrganization;
import dev.freehold.identity.signin.SecurityNotices;
import dev.freehold.kernel.Ids;
import dev.freehold.kernel.KernelRefusal;
import dev.freehold.kernel.audit.Audit;
import dev.freehold.kernel.audit.AuditEntry;
import dev.freehold.kernel.outbox.Message;
import dev.freehold.kernel.outbox.Outbox;
import dev.freehold.kernel.sql.Sql;
import dev.freehold.kernel.sql.SqlFailure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** People made by operators: with an organization of their own, and a mail to set a password. */
@ApplicationScoped
public class UserCreation {

  private static final String VIA = "operator";

  private final Sql sql;
  private final AnyUsers any;
  private final OrganizationFactory organizations;
  private final SecurityNotices notices;
  private final Audit audit;
  private final Outbox outbox;
  private final Clock clock;
  private final Ids ids;

  UserCreation(
      Sql sql,
      AnyUsers any,
      OrganizationFactory organizations,
      SecurityNotices notices,
      Audit audit,
      Outbox outbox,
      Clock clock,
      Ids ids) {
    this.sql = sql;
    this.any = any;
    this.organizations = organizations;
    this.notices = notices;
    this.audit = audit;
    this.outbox = outbox;
    this.clock = clock;
    this.ids = ids;
  }

  /**
   * The address counts as proved once the person has opened the mailed link.
   *
   * @throws dev.freehold.kernel.Refusal {@code VALIDATION_FAILED} for what is no address, {@code
   *     EMAIL_TAKEN}
   */
  @Transactional
  public AnyUser create(String typed, @Nullable String name) {
    String email = normalized(typed);
    requireFree(email);
    UUID user = ids.next();
    try {
      insert(user, email, name);
    } catch (RuntimeException failure) {
      if (SqlFailure.constraint(failure).orElse("").equals("user_emails_email_primary_key")) {
        throw taken(email);
      }
      throw failure;
    }
    UUID organization = ids.next();
    makeOrganization(
        organization, user, name == null ? EmailAddress.localPart(email) : shortened(name));
    outbox.send(
        Message.event("identity.user.created")
            .organization(organization)
            .data(new UserCreated(user, email, VIA, organization, false)));
    audit.add(
        AuditEntry.of("identity", "user.create", "user", user)
            .organization(organization)
            .after(Map.of("via", VIA)));
    notices.operatorWelcome(user, email);
    return any.get(user);
  }

  private void makeOrganization(UUID organization, UUID owner, String name) {
    organizations.make(
        new NewOrganization(organization, name, null, null, Map.of(), "tenant", true, owner));
  }

  /** Operators' forms send what people typed. */
  static String normalized(String typed) {
    return EmailAddress.normalized(typed)
        .orElseThrow(
            () ->
                KernelRefusal.VALIDATION_FAILED
                    .because("the request has a fault")
                    .field("email", "PATTERN", "is no e-mail address"));
  }

  private static String shortened(String name) {
    return name.length() <= 100 ? name : name.substring(0, 100);
  }

  /**
   * In operator scope.
   *
   * @throws dev.freehold.kernel.Refusal {@code EMAIL_TAKEN}
   */
  void requireFree(String email) {
    if (isTaken(email)) {
      throw taken(email);
    }
  }

  private boolean isTaken(String email) {
    return sql.one(
        """
        SELECT EXISTS (SELECT 1 FROM identity.user_emails
          WHERE email = ? AND is_primary) OR EXISTS (SELECT 1 FROM identity.user_emails
          WHERE email = ? AND verified_at IS NOT NULL) AS taken
        """,
        row -> row.bool("taken"),
        email,
        email);
  }

  private static RuntimeException taken(String email) {
    return IdentityRefusal.EMAIL_TAKEN.because("%s has an account", email);
  }

  private void insert(UUID user, String email, @Nullable String name) {
    Instant now = clock.instant();
    sql.update(
        """
        INSERT INTO identity.users (id, name, role, status, locale, time_zone, preferences,
          metadata, created_at, updated_at)
        VALUES (?, ?, 'user', 'active', 'en', 'UTC', '{}', '{}', ?, ?)
        """,
        user,
        name,
        now,
        now);
    sql.update(
        """
        INSERT INTO identity.user_emails (id, user_id, email, is_primary, verified_at, via,
          delivery_status, created_at, updated_at)
        VALUES (?, ?, ?, true, NULL, ?, 'ok', ?, ?)
        """,
        ids.next(),
        user,
        email,
        VIA,
        now,
        now);
  }
}
