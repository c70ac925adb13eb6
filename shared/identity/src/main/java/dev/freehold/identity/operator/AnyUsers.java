package dev.freehold.identity.operator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.identity.operator.UserLocks.Subject;
import dev.freehold.identity.user.User;
import dev.freehold.identity.user.Users;
import dev.freehold.kernel.KernelRefusal;
import dev.freehold.kernel.PageRequest;
import dev.freehold.kernel.sql.Row;
import dev.freehold.kernel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** People as operators look for them; two statements each. */
@ApplicationScoped
public class AnyUsers {

  private final Sql sql;
  private final UserLocks locks;
  private final Clock clock;

  AnyUsers(Sql sql, UserLocks locks, Clock clock) {
    this.sql = sql;
    this.locks = locks;
    this.clock = clock;
  }

  /** Whether somebody may sign in. */
  public enum Status {
    ACTIVE,
    DISABLED,
    BANNED
  }

  /** System roles. */
  public enum Role {
    USER,
    ADMIN,
    SUPERADMIN;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * What is looked for; null = any.
   *
   * @param email whole and normalized
   * @param query a part of name, username or address
   */
  public record Filter(
      @Nullable String email,
      @Nullable String query,
      @Nullable Status status,
      @Nullable Role role) {}

  private record Found(User user, JsonNode metadata, List<String> emails) {

    static Found of(Row row) {
      return new Found(User.of(row), row.json("metadata"), row.texts("emails"));
    }

    Subject subject() {
      return new Subject(user.id(), emails);
    }
  }

  /** Newest first; up to {@code limit + 1}. */
  @Transactional
  public List<AnyUser> list(Filter filter, PageRequest page) {
    var conditions = new StringBuilder();
    var args = new ArrayList<@Nullable Object>();
    narrow(filter, conditions, args);
    if (!page.isFirst()) {
      conditions.append(" AND (u.created_at, u.id) < (?::timestamptz, ?::uuid)");
      args.add(page.afterInstant(0));
      args.add(page.afterId(1));
    }
    conditions.append(" ORDER BY u.created_at DESC, u.id DESC LIMIT ?");
    args.add(page.limit() + 1);
    List<Found> found =
        sql.list(
            select(conditions) + " ORDER BY p.created_at DESC, p.id DESC",
            Found::of,
            args.toArray());
    var until = locks.until(found.stream().map(Found::subject).toList());
    Instant now = clock.instant();
    return found.stream()
        .map(one -> AnyUser.of(one.user(), one.metadata(), until.get(one.user().id()), now))
        .toList();
  }

  private void narrow(Filter filter, StringBuilder conditions, ArrayList<@Nullable Object> args) {
    if (filter.email() != null) {
      conditions.append(
          """
           AND u.id IN (SELECT x.user_id FROM identity.user_emails x
            WHERE (x.email = ? AND x.verified_at IS NOT NULL) OR (x.email = ? AND x.is_primary))
          """);
      args.add(filter.email());
      args.add(filter.email());
    }
    if (filter.query() != null) {
      conditions.append(
          """
           AND (u.name ILIKE ? OR u.username ILIKE ? OR EXISTS (
            SELECT 1 FROM identity.user_emails x WHERE x.user_id = u.id AND x.email ILIKE ?))
          """);
      String pattern = Patterns.containing(filter.query());
      args.addAll(List.of(pattern, pattern, pattern));
    }
    if (filter.status() != null) {
      conditions.append(
          """
           AND CASE WHEN u.ban_expires_at <= ? THEN 'active' ELSE u.status END = ?
          """);
      args.add(clock.instant());
      args.add(filter.status());
    }
    if (filter.role() != null) {
      conditions.append(" AND u.role = ?");
      args.add(filter.role());
    }
  }

  /**
   * @throws dev.freehold.kernel.Refusal {@code NOT_FOUND}
   */
  @Transactional
  public AnyUser get(UUID userId) {
    Found found = find(userId);
    return AnyUser.of(
        found.user(),
        found.metadata(),
        locks.until(List.of(found.subject())).get(userId),
        clock.instant());
  }

  /** The person with the addresses that are theirs: an unproved one may be another's. */
  Subject subject(UUID userId) {
    return find(userId).subject();
  }

  private Found find(UUID userId) {
    return sql.first(select(new StringBuilder(" AND u.id = ?")), Found::of, userId)
        .orElseThrow(() -> KernelRefusal.notFound("user"));
  }

  private static String select(StringBuilder conditions) {
    return "SELECT p.*, ARRAY(SELECT x.email FROM identity.user_emails x"
        + " WHERE x.user_id = p.id AND (x.is_primary OR x.verified_at IS NOT NULL)) AS emails FROM ("
        + Users.SHOWN
        + conditions
        + ") p";
  }
}
