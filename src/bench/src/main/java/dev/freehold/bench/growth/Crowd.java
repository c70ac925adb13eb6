package dev.freehold.bench.growth;

import dev.freehold.bench.workload.Numbers;
import dev.freehold.bench.workload.Rows;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;

/**
 * Customers by the thousand, all alike and numbered from 0: an organization has an owner and four
 * members, one of them with a custom role and one with a denial; a person has sessions, an
 * organization has keys. Secrets follow from the numbers, so that any of them can call.
 */
@ApplicationScoped
class Crowd {

  static final int PEOPLE = 5;
  static final int SESSIONS = 20;
  static final int KEYS = 5;

  private static final int USER = 0xa001;
  private static final int EMAIL = 0xa002;
  private static final int ORGANIZATION = 0xa003;
  private static final int ROLE = 0xa004;
  private static final int MEMBER = 0xa005;
  private static final int GRANT = 0xa006;
  private static final int SESSION = 0xa007;
  private static final int KEY = 0xa008;

  /** As many characters as a secret has behind its prefix. */
  private static final int SECRET = 43;

  /** Fibonacci hashing: numbers that follow each other fall far apart. */
  private static final long SCATTER = 0x9e3779b97f4a7c15L;

  private final Rows rows;

  Crowd(Rows rows) {
    this.rows = rows;
  }

  /** So many organizations and all that is theirs, numbered from {@code first}. */
  void add(int first, int organizations) {
    int last = first + organizations - 1;
    String places = series(first, last);
    String people = series((long) first * PEOPLE, (long) (last + 1) * PEOPLE - 1);
    try (Connection connection = rows.connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      // References are right by construction; a million look-ups would double the time.
      statement.execute("SET LOCAL session_replication_role = replica");
      people(statement, people);
      places(statement, places);
      members(statement, people);
      sessions(statement, people);
      keys(statement, series((long) first * KEYS, (long) (last + 1) * KEYS - 1));
      connection.commit();
      connection.setAutoCommit(true);
      // What autovacuum would do in the minutes after, and then in the middle of a round.
      statement.execute("VACUUM (ANALYZE)");
      statement.execute("CHECKPOINT");
    } catch (SQLException e) {
      throw new IllegalStateException("the rows cannot be made", e);
    }
  }

  /** Any session of so many organizations, another one for each number. */
  static String session(long number, int organizations) {
    return secret("fhs_", any(number, organizations * PEOPLE * SESSIONS));
  }

  /** The organization that the number falls on. */
  static int organization(long number, int organizations) {
    return any(number, organizations);
  }

  /**
   * @param which 0 = the one that may verify keys; below {@link #KEYS}
   */
  static String key(int organization, int which) {
    return secret("fh_test_", organization * KEYS + which);
  }

  static String described(int organizations) {
    return String.format(
        Locale.ROOT,
        "%,d organizations, %,d people, %,d sessions, %,d keys",
        organizations,
        organizations * PEOPLE,
        organizations * PEOPLE * SESSIONS,
        organizations * KEYS);
  }

  private static int any(long number, int count) {
    return (int) Math.floorMod((number * SCATTER) >>> 16, (long) count);
  }

  private static String secret(String prefix, int number) {
    return prefix + "%043x".formatted(number);
  }

  private static void people(Statement statement, String people) throws SQLException {
    insert(
        statement,
        "users (id, name, role, status, locale, time_zone, preferences, metadata, created_at,"
            + " updated_at)",
        id(USER, "n") + ", 'Person ' || n, 'user', 'active', 'en', 'UTC', '{}', '{}', now(), now()",
        people);
    insert(
        statement,
        "user_emails (id, user_id, email, is_primary, verified_at, via, delivery_status,"
            + " created_at, updated_at)",
        id(EMAIL, "n")
            + ", "
            + id(USER, "n")
            + ", 'person-' || n || '@growth.test', true, now(), 'email:password', 'ok', now(),"
            + " now()",
        people);
  }

  private static void places(Statement statement, String places) throws SQLException {
    insert(
        statement,
        "organizations (id, name, slug, kind, is_default, owner_id, require_two_factor, metadata,"
            + " created_at, updated_at)",
        id(ORGANIZATION, "n")
            + ", 'Growth ' || n, 'growth-' || n, 'tenant', true, "
            + id(USER, "n * " + PEOPLE)
            + ", false, '{}', now(), now()",
        places);
    insert(
        statement,
        "organization_roles (id, organization_id, name, permissions, created_at, updated_at)",
        id(ROLE, "n")
            + ", "
            + id(ORGANIZATION, "n")
            + ", 'reader', '{platforms:read}', now(), now()",
        places);
  }

  private static void members(Statement statement, String people) throws SQLException {
    String place = "n / " + PEOPLE;
    insert(
        statement,
        "members (id, organization_id, user_id, role, custom_role_id, created_at, updated_at)",
        "%s, %s, %s, (ARRAY['owner', 'admin', 'custom', 'member', 'member'])[n %% %d + 1],"
                .formatted(id(MEMBER, "n"), id(ORGANIZATION, place), id(USER, "n"), PEOPLE)
            + " CASE n %% %d WHEN 2 THEN %s END, now(), now()".formatted(PEOPLE, id(ROLE, place)),
        people);
    insert(
        statement,
        "permission_grants (id, organization_id, user_id, permission, effect, granted_by,"
            + " created_at, updated_at)",
        "%s, %s, %s, 'platforms:read', 'deny', %s, now(), now()"
            .formatted(
                id(GRANT, "n"),
                id(ORGANIZATION, place),
                id(USER, "n"),
                id(USER, place + " * " + PEOPLE)),
        people + " WHERE n % " + PEOPLE + " = 3");
  }

  /** In the order in which people come back: one's own sessions do not lie side by side. */
  private static void sessions(Statement statement, String people) throws SQLException {
    String number = "n * " + SESSIONS + " + turn";
    insert(
        statement,
        "sessions (id, token_hash, user_id, expires_at, absolute_expires_at, refreshed_at,"
            + " authenticated_at, methods, active_organization_id, ip_address, user_agent,"
            + " created_at)",
        "%s, %s, %s, now() + interval '7 days', now() + interval '30 days', now(), now(),"
                .formatted(id(SESSION, number), hash("fhs_", number), id(USER, "n"))
            + " '{password}', %s, '203.0.113.7', 'Mozilla/5.0 (X11; Linux x86_64)', now()"
                .formatted(id(ORGANIZATION, "n / " + PEOPLE)),
        "generate_series(0, %d) AS turn, %s ORDER BY turn, n".formatted(SESSIONS - 1, people));
  }

  private static void keys(Statement statement, String keys) throws SQLException {
    String place = "n / " + KEYS;
    insert(
        statement,
        "api_keys (id, organization_id, user_id, name, kind, cross_organization, prefix, start,"
            + " key_hash, permissions, metadata, rate_limit_enabled, rate_limit_window_ms,"
            + " rate_limit_max, window_count, request_count, enabled, created_at, updated_at)",
        "%s, %s, %s, 'growth', 'service', false, 'fh_test_', 'fh_test_0000', %s,"
                .formatted(
                    id(KEY, "n"),
                    id(ORGANIZATION, place),
                    id(USER, place + " * " + PEOPLE),
                    hash("fh_test_", "n"))
            + " ARRAY[CASE n %% %d WHEN 0 THEN 'keys:verify' ELSE 'platforms:read' END],"
                .formatted(KEYS)
            + " '{}', false, 86400000, 1000000, 0, 0, true, now(), now()",
        keys);
  }

  private static void insert(Statement statement, String into, String values, String from)
      throws SQLException {
    statement.execute("INSERT INTO identity." + into + " SELECT " + values + " FROM " + from);
  }

  private static String series(long first, long last) {
    return "generate_series(%d::bigint, %d::bigint) AS n".formatted(first, last);
  }

  private static String id(int kind, String number) {
    return "('" + Numbers.prefix(kind) + "' || lpad(to_hex(" + number + "), 12, '0'))::uuid";
  }

  private static String hash(String prefix, String number) {
    return "sha256(convert_to('%s' || lpad(to_hex(%s), %d, '0'), 'UTF8'))"
        .formatted(prefix, number, SECRET);
  }
}
