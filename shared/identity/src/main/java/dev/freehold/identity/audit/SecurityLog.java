package dev.freehold.identity.audit;

import dev.freehold.kernel.PageRequest;
import dev.freehold.kernel.sql.Row;
import dev.freehold.kernel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads both audits, newest first; up to {@code limit + 1} and one statement each. */
@ApplicationScoped
public class SecurityLog {

  private final Sql sql;

  SecurityLog(Sql sql) {
    this.sql = sql;
  }

  /**
   * What is looked for; null = any.
   *
   * @param organizationId null = every one the scope shows
   * @param kind event type of an authentication, permission of a decision
   * @param from inclusive
   * @param to exclusive
   */
  public record Filter(
      @Nullable UUID organizationId,
      @Nullable UUID userId,
      @Nullable Enum<?> result,
      @Nullable String kind,
      @Nullable Instant from,
      @Nullable Instant to) {

    /** Of one person, wherever it was. */
    public static Filter of(UUID userId, @Nullable String kind) {
      return new Filter(null, userId, null, kind, null, null);
    }
  }

  @Transactional
  public List<AuthenticationRecord> authentications(Filter filter, PageRequest page) {
    return list("audit_authentication", "event_type", filter, page, AuthenticationRecord::of);
  }

  @Transactional
  public List<AuthorizationRecord> decisions(Filter filter, PageRequest page) {
    return list("audit_authorization", "permission", filter, page, AuthorizationRecord::of);
  }

  /** Only conditions that were asked for, so that the index of the narrowest is used. */
  private <T> List<T> list(
      String table, String kind, Filter filter, PageRequest page, Function<Row, T> map) {
    var conditions = new ArrayList<String>();
    var args = new ArrayList<@Nullable Object>();
    add(conditions, args, "organization_id = ?", filter.organizationId());
    add(conditions, args, "user_id = ?", filter.userId());
    add(conditions, args, "result = ?", filter.result());
    add(conditions, args, kind + " = ?", filter.kind());
    add(conditions, args, "occurred_at >= ?", filter.from());
    add(conditions, args, "occurred_at < ?", filter.to());
    if (!page.isFirst()) {
      conditions.add("(occurred_at, id) < (?, ?)");
      args.add(page.afterInstant(0));
      args.add(page.afterId(1));
    }
    args.add(page.limit() + 1);
    return sql.list(
        "SELECT *, host(ip_address) AS ip FROM identity."
            + table
            + (conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions))
            + " ORDER BY occurred_at DESC, id DESC LIMIT ?",
        map,
        args.toArray());
  }

  private static void add(
      List<String> conditions,
      List<@Nullable Object> args,
      String condition,
      @Nullable Object value) {
    if (value != null) {
      conditions.add(condition);
      args.add(value);
    }
  }
}
