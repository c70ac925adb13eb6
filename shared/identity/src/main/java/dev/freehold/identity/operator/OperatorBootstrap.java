package dev.freehold.identity.operator;

import dev.freehold.identity.AuthenticationEvent;
import dev.freehold.identity.AuthenticationLog;
import dev.freehold.identity.organization.OrganizationFactory;
import dev.freehold.identity.organization.OrganizationFactory.NewOrganization;
import dev.freehold.identity.password.Passwords;
import dev.freehold.identity.signin.SecondFactors;
import dev.freehold.identity.signin.SecurityNotices;
import dev.freehold.kernel.Call;
import dev.freehold.kernel.Ids;
import dev.freehold.kernel.Scope;
import dev.freehold.kernel.Transactions;
import dev.freehold.kernel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes the first operator, once: a superadmin and the operators' organization. */
@ApplicationScoped
public class OperatorBootstrap {

  private static final String ORGANIZATION = "Operators";

  private final Sql sql;
  private final Superadmins superadmins;
  private final UserCreation creation;
  private final OrganizationFactory organizations;
  private final Passwords passwords;
  private final SecondFactors factors;
  private final SecurityNotices notices;
  private final AuthenticationLog log;
  private final Transactions transactions;
  private final Clock clock;
  private final Ids ids;

  OperatorBootstrap(
      Sql sql,
      Superadmins superadmins,
      UserCreation creation,
      OrganizationFactory organizations,
      Passwords passwords,
      SecondFactors factors,
      SecurityNotices notices,
      AuthenticationLog log,
      Transactions transactions,
      Clock clock,
      Ids ids) {
    this.sql = sql;
    this.superadmins = superadmins;
    this.creation = creation;
    this.organizations = organizations;
    this.passwords = passwords;
    this.factors = factors;
    this.notices = notices;
    this.log = log;
    this.transactions = transactions;
    this.clock = clock;
    this.ids = ids;
  }

  /**
   * A password and an authenticator that are set at once, instead of a mail to set them.
   *
   * @param totpSecret {@link dev.freehold.identity.signin.Totp#SECRET_BYTES} random bytes
   */
  public record Enrolled(String password, byte[] totpSecret) {}

  /**
   * Opens its own transaction; none may be under way.
   *
   * @return false when there is a superadmin already: nothing was changed
   * @throws dev.freehold.kernel.Refusal {@code VALIDATION_FAILED} for what is no address, {@code
   *     EMAIL_TAKEN} for who has signed up with it
   */
  public boolean bootstrap(String email, String name) {
    return make(UserCreation.normalized(email), name, null, null);
  }

  /** As {@link #bootstrap}, ready to sign in with password and authenticator; no mail goes out. */
  public boolean bootstrapEnrolled(String email, String name, Enrolled enrolled) {
    return make(
        UserCreation.normalized(email),
        name,
        passwords.hash(enrolled.password()),
        enrolled.totpSecret());
  }

  private boolean make(
      String email, String name, @Nullable String passwordHash, byte @Nullable [] totpSecret) {
    UUID user = ids.next();
    UUID organization = ids.next();
    return Call.current()
        .in(new Scope(Scope.Kind.OPERATOR, organization, user))
        .supply(
            () ->
                transactions.requiresNew(
                    () -> {
                      if (isDone()) {
                        return false;
                      }
                      creation.requireFree(email);
                      insert(user, email, name, passwordHash != null);
                      organizations.make(
                          new NewOrganization(
                              organization,
                              ORGANIZATION,
                              null,
                              null,
                              Map.of(),
                              "operator",
                              true,
                              user));
                      enrol(user, email, passwordHash, totpSecret);
                      log.add(
                          AuthenticationEvent.success("role_changed", user)
                              .organization(organization)
                              .details(Map.of("role", "superadmin")));
                      return true;
                    }));
  }

  private boolean isDone() {
    superadmins.lock();
    return sql.one(
        """
        SELECT EXISTS (SELECT 1 FROM identity.users
          WHERE role = 'superadmin' AND deleted_at IS NULL) AS done
        """,
        row -> row.bool("done"));
  }

  private void insert(UUID user, String email, String name, boolean verified) {
    Instant now = clock.instant();
    sql.update(
        """
        INSERT INTO identity.users (id, name, role, status, locale, time_zone, preferences,
          metadata, created_at, updated_at)
        VALUES (?, ?, 'superadmin', 'active', 'en', 'UTC', '{}', '{}', ?, ?)
        """,
        user,
        name,
        now,
        now);
    sql.update(
        """
        INSERT INTO identity.user_emails (id, user_id, email, is_primary, verified_at, via,
          delivery_status, created_at, updated_at)
        VALUES (?, ?, ?, true, ?, 'operator', 'ok', ?, ?)
        """,
        ids.next(),
        user,
        email,
        verified ? now : null,
        now,
        now);
  }

  private void enrol(
      UUID user, String email, @Nullable String passwordHash, byte @Nullable [] totpSecret) {
    if (passwordHash == null || totpSecret == null) {
      notices.operatorWelcome(user, email);
      return;
    }
    Instant now = clock.instant();
    sql.update(
        """
        INSERT INTO identity.accounts (id, user_id, provider_id, account_id, password_hash,
          password_scheme, password_changed_at, created_at, updated_at)
        VALUES (?, ?, 'credential', ?, ?, ?, ?, ?, ?)
        """,
        ids.next(),
        user,
        user.toString(),
        passwordHash,
        Passwords.SCHEME,
        now,
        now,
        now);
    factors.enrol(user, totpSecret);
  }
}
