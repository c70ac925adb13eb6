package dev.freehold.metering.snapshot;

import dev.freehold.kernel.KernelRefusal;
import dev.freehold.kernel.PageRequest;
import dev.freehold.kernel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads a platform's snapshots. */
@ApplicationScoped
public class Snapshots {

  private final Sql sql;

  Snapshots(Sql sql) {
    this.sql = sql;
  }

  /**
   * By date, newest first, the platform's row before those of its entities; one more than the page
   * has.
   *
   * @param organizationId the acting one; null = an operator who acts on all
   * @throws dev.freehold.kernel.Refusal {@code NOT_FOUND}: no such platform or entity, or another's
   */
  @Transactional
  public List<UsageSnapshot> list(
      UUID platformId,
      @Nullable UUID organizationId,
      DateRange range,
      EntityChoice choice,
      PageRequest page) {
    requirePlatform(platformId, organizationId);
    if (choice.entityId() != null) {
      requireEntity(choice.entityId(), platformId);
    }
    var args = new ArrayList<@Nullable Object>();
    Collections.addAll(args, platformId, range.from(), range.to());
    String rows = "";
    if (!choice.all()) {
      rows = choice.entityId() == null ? "AND entity_id IS NULL" : "AND entity_id = ?";
      if (choice.entityId() != null) {
        args.add(choice.entityId());
      }
    }
    String after = "";
    if (!page.isFirst()) {
      after =
          """
          AND (snapshot_date < ?
               OR (snapshot_date = ? AND coalesce(entity_id::text, '') > ?))""";
      LocalDate date = Objects.requireNonNull(page.afterDate(0));
      Collections.addAll(args, date, date, Objects.requireNonNull(page.afterText(1)));
    }
    args.add(page.limit() + 1);
    return sql.list(
        """
        SELECT * FROM metering.usage_snapshots
         WHERE platform_id = ? AND snapshot_date BETWEEN ? AND ? %s %s
         ORDER BY snapshot_date DESC, coalesce(entity_id::text, '') LIMIT ?
        """
            .formatted(rows, after),
        UsageSnapshot::of,
        args.toArray());
  }

  /** The sort values of a row, as a page begins after it. */
  public static List<String> position(UsageSnapshot row) {
    UUID entity = row.entityId();
    return List.of(row.date().toString(), entity == null ? "" : entity.toString());
  }

  private void requirePlatform(UUID platformId, @Nullable UUID organizationId) {
    requireOne(
        "platform",
        """
        SELECT 1 FROM registry.platforms
         WHERE id = ? AND (?::uuid IS NULL OR organization_id = ?) AND deleted_at IS NULL
        """,
        platformId,
        organizationId,
        organizationId);
  }

  private void requireEntity(UUID entityId, UUID platformId) {
    requireOne(
        "entity",
        "SELECT 1 FROM registry.entities WHERE id = ? AND platform_id = ?",
        entityId,
        platformId);
  }

  private void requireOne(String thing, String query, @Nullable Object... args) {
    if (sql.first(query, row -> 1, args).isEmpty()) {
      throw KernelRefusal.notFound(thing);
    }
  }

  /** The platform's rows of the range, in the order of days. */
  List<UsageSnapshot> ofPlatform(UUID platformId, DateRange range) {
    return sql.list(
        """
        SELECT * FROM metering.usage_snapshots
         WHERE platform_id = ? AND entity_id IS NULL AND snapshot_date BETWEEN ? AND ?
         ORDER BY snapshot_date
        """,
        UsageSnapshot::of,
        platformId,
        range.from(),
        range.to());
  }
}
