package dev.freehold.identity.signin;

import dev.freehold.identity.AuthenticationEvent;
import dev.freehold.identity.AuthenticationLog;
import dev.freehold.identity.IdentityMessages.UserCreated;
import dev.freehold.identity.organization.OrganizationFactory;
import dev.freehold.identity.organization.OrganizationFactory.NewOrganization;
import dev.freehold.identity.password.Credentials;
import dev.freehold.identity.user.Users;
import dev.freehold.kernel.Actor;
import dev.freehold.kernel.Call;
import dev.freehold.kernel.Ids;
import dev.freehold.kernel.Scope;
import dev.freehold.kernel.Transactions;
import dev.freehold.kernel.audit.Audit;
import dev.freehold.kernel.audit.AuditEntry;
import dev.freehold.kernel.outbox.Message;
import dev.freehold.kernel.outbox.Outbox;
import dev.freehold.kernel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes a person of a proved sign-up, with address, password, default organization and first
 * session: all in one transaction, or nothing.
 */
@ApplicationScoped
public class AccountMaker {

  private final Sql sql;
  private final Credentials credentials;
  private final Sessions sessions;
  private final OrganizationFactory organizations;
  private final Users users;
  private final AuthenticationLog log;
  private final Audit audit;
  private final Outbox outbox;
  private final Transactions transactions;
  private final Clock clock;
  private final Ids ids;

  AccountMaker(
      Sql sql,
      Credentials credentials,
      Sessions sessions,
      OrganizationFactory organizations,
      Users users,
      AuthenticationLog log,
      Audit audit,
      Outbox outbox,
      Transactions transactions,
      Clock clock,
      Ids ids) {
    this.sql = sql;
    this.credentials = credentials;
    this.sessions = sessions;
    this.organizations = organizations;
    this.users = users;
    this.log = log;
    this.audit = audit;
    this.outbox = outbox;
    this.transactions = transactions;
    this.clock = clock;
    this.ids = ids;
  }

  /**
   * What proved the address, and what goes with it.
   *
   * @param via as the address tells where it came from
   * @param method as the session tells how the person got in
   * @param keepPassword false where somebody else may have typed it
   * @param everywhere the transaction touches another organization, too
   * @param consume uses the proof up, or refuses; the first statement of the transaction
   * @param welcome what is due once the person is there
   */
  public record Proof(
      String via,
      String method,
      boolean keepPassword,
      boolean everywhere,
      Runnable consume,
      Consumer<UUID> welcome) {

    /** The mailed code or link of a sign-up. */
    static Proof ofMail(boolean keepPassword, Runnable consume) {
      return new Proof("email:password", "email_code", keepPassword, false, consume, nobody -> {});
    }

    /** The token of a mailed invitation. */
    static Proof ofInvitation(Consumer<UUID> accept) {
      return new Proof("invitation", "invitation", true, true, () -> {}, accept);
    }

    /**
     * A provider's word for it.
     *
     * @param invited somebody who joins an organization at once
     */
    public static Proof ofProvider(String provider, boolean invited, Consumer<UUID> welcome) {
      return new Proof(provider, provider, false, invited, () -> {}, welcome);
    }

    private Scope scope(UUID organization, UUID user) {
      return everywhere ? Scope.operator(user) : Scope.tenant(organization, user);
    }

    private List<String> methods() {
      // What proved the person just now is the mail; the password was only set.
      return keepPassword ? List.of("password", method) : List.of(method);
    }
  }

  /**
   * @throws dev.freehold.kernel.Refusal what {@code proof} refuses
   */
  public SignInResult.SignedIn make(PendingSignUp pending, Proof proof) {
    UUID user = ids.next();
    UUID organization = ids.next();
    return actingAs(
        user,
        proof.scope(organization, user),
        pending.email(),
        () -> {
          Instant now = clock.instant();
          proof.consume().run();
          insertUser(user, pending, now);
          insertEmail(user, pending.email(), proof.via(), now);
          if (proof.keepPassword()) {
            credentials.put(user, pending.passwordHash());
          }
          makeOrganization(organization, pending, user);
          announce(user, organization, pending, proof.via());
          proof.welcome().accept(user);
          return begin(user, organization, pending, proof);
        });
  }

  /**
   * The same for a person whom an operator or an import made, and whose address was not proved: it
   * stays that person.
   */
  SignInResult.SignedIn verify(AddressOwner.Owner owner, PendingSignUp pending, Proof proof) {
    UUID user = owner.userId();
    UUID existing = transactions.inScope(Scope.user(user), () -> firstOrganization(user));
    UUID organization = existing == null ? ids.next() : existing;
    return actingAs(
        user,
        proof.scope(organization, user),
        pending.email(),
        () -> {
          Instant now = clock.instant();
          proof.consume().run();
          sql.update(
              """
              UPDATE identity.user_emails SET verified_at = ?, updated_at = ?
              WHERE id = ? AND verified_at IS NULL
              """,
              now,
              now,
              owner.emailId());
          if (proof.keepPassword()) {
            credentials.put(user, pending.passwordHash());
          }
          if (existing == null) {
            makeOrganization(organization, pending, user);
          }
          audit.add(
              AuditEntry.of("identity", "email.verify", "user", user).organization(organization));
          proof.welcome().accept(user);
          return begin(user, organization, pending, proof);
        });
  }

  private SignInResult.SignedIn actingAs(
      UUID user, Scope scope, String email, Supplier<SignInResult.SignedIn> work) {
    Call call = Call.current();
    var actor = new Actor(Actor.Type.USER, user.toString(), email, null);
    return new Call(
            scope,
            actor,
            call.requestId(),
            call.traceparent(),
            call.operation(),
            call.ipAddress(),
            call.userAgent(),
            call.state())
        .supply(() -> transactions.requiresNew(work));
  }

  private void insertUser(UUID user, PendingSignUp pending, Instant now) {
    sql.update(
        """
        INSERT INTO identity.users (id, name, given_name, family_name, role, status, locale,
          time_zone, preferences, metadata, created_at, updated_at)
        VALUES (?, ?, ?, ?, 'user', 'active', ?, ?, '{}', '{}', ?, ?)
        """,
        user,
        pending.name(),
        pending.givenName(),
        pending.familyName(),
        pending.locale(),
        pending.timeZone(),
        now,
        now);
  }

  private void insertEmail(UUID user, String email, String via, Instant now) {
    sql.update(
        """
        INSERT INTO identity.user_emails (id, user_id, email, is_primary, verified_at, via,
          delivery_status, created_at, updated_at)
        VALUES (?, ?, ?, true, ?, ?, 'ok', ?, ?)
        """,
        ids.next(),
        user,
        email,
        now,
        via,
        now,
        now);
  }

  private SignInResult.SignedIn begin(
      UUID user, UUID organization, PendingSignUp pending, Proof proof) {
    if (pending.marketing() != null) {
      putMarketing(user, pending.marketing());
    }
    Sessions.Opened session = sessions.open(user, organization, proof.methods());
    log.add(
        AuthenticationEvent.success("sign_up", user).organization(organization),
        AuthenticationEvent.success("sign_in", user)
            .organization(organization)
            .session(session.id())
            .method(proof.method()));
    return new SignInResult.SignedIn(
        users.get(user), organization, session.expiresAt(), session.token(), null);
  }

  private void makeOrganization(UUID organization, PendingSignUp pending, UUID user) {
    organizations.make(
        new NewOrganization(
            organization, pending.organization(), null, null, Map.of(), "tenant", true, user));
  }

  private void announce(UUID user, UUID organization, PendingSignUp pending, String via) {
    boolean marketing = Boolean.TRUE.equals(pending.marketing());
    outbox.send(
        Message.event("identity.user.created")
            .organization(organization)
            .data(new UserCreated(user, pending.email(), via, organization, marketing)));
    audit.add(
        AuditEntry.of("identity", "user.create", "user", user)
            .organization(organization)
            .after(Map.of("via", via)));
  }

  private void putMarketing(UUID user, boolean subscribed) {
    Instant now = clock.instant();
    sql.update(
        """
        INSERT INTO identity.email_preferences (id, user_id, email_type, subscribed, created_at,
          updated_at)
        VALUES (?, ?, 'marketing', ?, ?, ?)
        ON CONFLICT (user_id, email_type) DO UPDATE
        SET subscribed = excluded.subscribed, updated_at = excluded.updated_at
        """,
        ids.next(),
        user,
        subscribed,
        now,
        now);
  }

  private @Nullable UUID firstOrganization(UUID user) {
    return sql.first(
            """
            SELECT id FROM (SELECT identity.first_organization(?) AS id) first
            WHERE id IS NOT NULL
            """,
            row -> row.uuid("id"),
            user)
        .orElse(null);
  }
}
