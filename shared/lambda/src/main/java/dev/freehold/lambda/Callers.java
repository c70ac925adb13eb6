package dev.freehold.lambda;

import dev.freehold.kernel.Hashes;
import dev.freehold.kernel.KernelRefusal;
import dev.freehold.kernel.sql.Row;
import dev.freehold.kernel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Finds the caller of a credential, and what they may do, in one round trip. */
@ApplicationScoped
class Callers {

  private static final Pattern SESSION = Pattern.compile("fhs_[A-Za-z0-9_-]{43}");
  private static final Pattern LIVE_KEY = Pattern.compile("fh_live_[A-Za-z0-9_-]{43}");
  private static final Pattern TEST_KEY = Pattern.compile("fh_test_[A-Za-z0-9_-]{43}");

  private final Sql sql;
  private final Clock clock;
  private final Pattern apiKey;
  private final Duration sessionLifetime;
  private final Duration sessionRefreshAfter;

  Callers(
      Sql sql,
      Clock clock,
      @ConfigProperty(name = "freehold.environment") String environment,
      @ConfigProperty(name = "freehold.identity.session.lifetime", defaultValue = "P7D")
          Duration sessionLifetime,
      @ConfigProperty(name = "freehold.identity.session.refresh-after", defaultValue = "P1D")
          Duration sessionRefreshAfter) {
    this.sql = sql;
    this.clock = clock;
    this.sessionLifetime = sessionLifetime;
    this.sessionRefreshAfter = sessionRefreshAfter;
    this.apiKey = environment.equals("production") ? LIVE_KEY : TEST_KEY;
  }

  /** Form, prefix and deployment: what can be refused without a query. */
  boolean isWellFormed(String token) {
    return SESSION.matcher(token).matches() || apiKey.matcher(token).matches();
  }

  /**
   * @param organization asked for by the request; null = the session's or the key's
   */
  Caller find(String token, @Nullable UUID organization) {
    return token.startsWith("fhs_")
        ? sql.one(
            """
            SELECT * FROM identity.resolve_session(?, ?::uuid, ?,
              ?::bigint * interval '1 millisecond', ?::bigint * interval '1 millisecond')
            """,
            Callers::caller,
            Hashes.sha256(token),
            organization,
            clock.instant(),
            sessionLifetime.toMillis(),
            sessionRefreshAfter.toMillis())
        : sql.one(
            "SELECT * FROM identity.verify_api_key(?, ?::uuid, 1, ?)",
            Callers::caller,
            Hashes.sha256(token),
            organization,
            clock.instant());
  }

  private static Caller caller(Row row) {
    String outcome = row.textOrNull("outcome");
    switch (outcome == null ? "UNAUTHENTICATED" : outcome) {
      case "OK" -> {
        return read(row);
      }
      case "NOT_FOUND" -> throw KernelRefusal.notFound("organization");
      case "API_KEY_EXPIRED" -> throw KernelRefusal.API_KEY_EXPIRED.because("the key has expired");
      case "API_KEY_RATE_LIMITED" ->
          throw KernelRefusal.API_KEY_RATE_LIMITED
              .because("the key's window is full")
              .retryAfter(retryAfter(row));
      case "API_KEY_EXHAUSTED" ->
          throw KernelRefusal.API_KEY_EXHAUSTED
              .because("the key's allowance is spent")
              .retryAfter(retryAfter(row));
      default -> throw KernelRefusal.UNAUTHENTICATED.because("the credential is not valid");
    }
  }

  private static Duration retryAfter(Row row) {
    Long seconds = row.longOrNull("retry_after_seconds");
    return Duration.ofSeconds(seconds == null ? 1 : Math.max(1, seconds));
  }

  private static Caller read(Row row) {
    return new Caller(
        row.uuidOrNull("session_id"),
        row.uuidOrNull("api_key_id"),
        row.uuidOrNull("client_id"),
        row.uuidOrNull("user_id"),
        row.textOrNull("user_email"),
        isTrue(row, "deletion_scheduled"),
        row.textOrNull("system_role") == null ? "user" : row.text("system_role"),
        isTrue(row, "two_factor_enabled"),
        row.uuidOrNull("organization_id"),
        row.textOrNull("organization_kind"),
        isTrue(row, "organization_requires_two_factor"),
        row.textOrNull("role"),
        textsOrNull(row, "role_permissions"),
        row.texts("allowed"),
        row.texts("denied"),
        textsOrNull(row, "key_permissions"),
        row.textOrNull("key_kind"),
        isTrue(row, "cross_organization"),
        row.texts("methods"),
        row.instantOrNull("authenticated_at"),
        row.uuidOrNull("impersonated_by"),
        row.uuidOrNull("session_organization_id"),
        row.instantOrNull("expires_at"));
  }

  private static boolean isTrue(Row row, String column) {
    return Boolean.TRUE.equals(row.boolOrNull(column));
  }

  private static @Nullable List<String> textsOrNull(Row row, String column) {
    return row.isNull(column) ? null : row.texts(column);
  }
}
