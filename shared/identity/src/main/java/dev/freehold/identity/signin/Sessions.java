package dev.freehold.identity.signin;

import dev.freehold.identity.AuthenticationEvent;
import dev.freehold.identity.AuthenticationLog;
import dev.freehold.identity.IdentityConfig;
import dev.freehold.identity.user.User;
import dev.freehold.identity.user.Users;
import dev.freehold.kernel.Call;
import dev.freehold.kernel.Hashes;
import dev.freehold.kernel.Ids;
import dev.freehold.kernel.KernelRefusal;
import dev.freehold.kernel.Secrets;
import dev.freehold.kernel.sql.Row;
import dev.freehold.kernel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Sessions: an opaque token of 256 bits, of which only the hash is kept. */
@ApplicationScoped
public class Sessions {

  public static final String PREFIX = "fhs_";

  /** Of a session {@code s}, as it is shown. */
  public static final String COLUMNS =
      """
      s.id AS s_id, s.user_id AS s_user_id, s.created_at AS s_created_at,
      s.expires_at AS s_expires_at, s.absolute_expires_at AS s_absolute_expires_at,
      s.refreshed_at AS s_refreshed_at, s.authenticated_at AS s_authenticated_at,
      s.methods AS s_methods, s.active_organization_id AS s_active_organization_id,
      s.impersonated_by AS s_impersonated_by, host(s.ip_address) AS s_ip_address,
      s.user_agent AS s_user_agent""";

  /** Ends the oldest beyond the allowed number, marks the person as seen, opens one. */
  static final String OPENING =
      """
      ended AS (
        DELETE FROM identity.sessions WHERE id IN (
          SELECT id FROM identity.sessions WHERE user_id = ?
          ORDER BY created_at DESC, id DESC OFFSET ?)),
      seen AS (UPDATE identity.users SET last_sign_in_at = ? WHERE id = ?),
      opened AS (
        INSERT INTO identity.sessions (id, token_hash, user_id, expires_at, absolute_expires_at,
          refreshed_at, authenticated_at, methods, active_organization_id, ip_address, user_agent,
          created_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?::inet, ?, ?))""";

  private final Sql sql;
  private final AuthenticationLog log;
  private final IdentityConfig.Session config;
  private final Clock clock;
  private final Ids ids;

  Sessions(Sql sql, AuthenticationLog log, IdentityConfig config, Clock clock, Ids ids) {
    this.sql = sql;
    this.log = log;
    this.config = config.session();
    this.clock = clock;
    this.ids = ids;
  }

  /** A session as it is shown. */
  public record Session(
      UUID id,
      UUID userId,
      Instant createdAt,
      Instant expiresAt,
      Instant absoluteExpiresAt,
      Instant refreshedAt,
      Instant authenticatedAt,
      List<String> methods,
      @Nullable UUID activeOrganizationId,
      @Nullable UUID impersonatedBy,
      @Nullable String ipAddress,
      @Nullable String userAgent) {

    /** Of a row with {@link #COLUMNS}. */
    public static Session of(Row row) {
      return new Session(
          row.uuid("s_id"),
          row.uuid("s_user_id"),
          row.instant("s_created_at"),
          row.instant("s_expires_at"),
          row.instant("s_absolute_expires_at"),
          row.instant("s_refreshed_at"),
          row.instant("s_authenticated_at"),
          row.texts("s_methods"),
          row.uuidOrNull("s_active_organization_id"),
          row.uuidOrNull("s_impersonated_by"),
          row.textOrNull("s_ip_address"),
          row.textOrNull("s_user_agent"));
    }
  }

  /** A session just made; the token is known here and nowhere else. */
  public record Opened(UUID id, String token, Instant expiresAt) {}

  /**
   * Opens a session in the person's own scope; beyond the allowed number the oldest end. One
   * statement.
   *
   * @param methods how the person proved who they are, at least one
   */
  public Opened open(UUID userId, @Nullable UUID organizationId, List<String> methods) {
    Opened opened = prepare();
    sql.one(
        "WITH " + OPENING + " SELECT 1 AS opened",
        row -> row.intValue("opened"),
        opening(opened, userId, organizationId, methods).toArray());
    return opened;
  }

  /** One that is to be opened by a statement with {@link #OPENING}. */
  Opened prepare() {
    return new Opened(ids.next(), Secrets.token(PREFIX), clock.instant().plus(config.lifetime()));
  }

  /** The values of {@link #OPENING}. */
  List<@Nullable Object> opening(
      Opened opened, UUID userId, @Nullable UUID organizationId, List<String> methods) {
    Instant now = clock.instant();
    Call call = Call.current();
    return Arrays.asList(
        userId,
        config.maxPerUser() - 1,
        now,
        userId,
        opened.id(),
        Hashes.sha256(opened.token()),
        userId,
        opened.expiresAt(),
        now.plus(config.absoluteLifetime()),
        now,
        now,
        methods,
        organizationId,
        call.ipAddress(),
        AuthenticationLog.agent(call.userAgent()),
        now);
  }

  /** A session and whose it is. */
  public record Owned(Session session, User user) {}

  /**
   * One statement.
   *
   * @throws dev.freehold.kernel.Refusal {@code NOT_FOUND}
   */
  @Transactional
  public Owned get(UUID sessionId) {
    return sql.first(
            "SELECT "
                + COLUMNS
                + """
                , p.*
            FROM identity.sessions s
            JOIN ("""
                + Users.SHOWN
                + """
            ) p ON p.id = s.user_id
            WHERE s.id = ?
            """,
            row -> new Owned(Session.of(row), User.of(row)),
            sessionId)
        .orElseThrow(() -> KernelRefusal.notFound("session"));
  }

  /** Ends one session; ending it again changes nothing. */
  @Transactional
  public void end(UUID sessionId, UUID userId, @Nullable UUID organizationId) {
    int ended =
        sql.update("DELETE FROM identity.sessions WHERE id = ? AND user_id = ?", sessionId, userId);
    if (ended == 1) {
      log.add(
          AuthenticationEvent.success("sign_out", userId)
              .organization(organizationId)
              .session(sessionId));
    }
  }
}
