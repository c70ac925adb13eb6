package dev.freehold.registry.resource;

import dev.freehold.kernel.Ids;
import dev.freehold.kernel.sql.Sql;
import dev.freehold.registry.Environment;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The rows of our hostnames, as provisioning's steps change them. */
@ApplicationScoped
public class HostnameRows {

  private final Sql sql;
  private final Ids ids;

  HostnameRows(Sql sql, Ids ids) {
    this.sql = sql;
    this.ids = ids;
  }

  /** A hostname and the resource it leads to. */
  public record Route(
      String hostname, Hostnames.Target target, Environment environment, UUID resourceId) {}

  /** A row for each hostname, in their order; those that are there are kept. */
  public List<CloudRows.Planned> plan(CloudRows.Place place, List<Route> routes, Instant now) {
    Map<String, CloudRows.Planned> live = new HashMap<>();
    sql.list(
            """
            SELECT id, hostname, status = 'active' AS exists
              FROM registry.dns_records WHERE stack_id = ? AND deleted_at IS NULL FOR UPDATE
            """,
            row ->
                Map.entry(
                    row.text("hostname"),
                    new CloudRows.Planned(row.uuid("id"), row.bool("exists"))),
            place.stackId())
        .forEach(entry -> live.put(entry.getKey(), entry.getValue()));
    var planned = new ArrayList<CloudRows.Planned>();
    var inserts = new ArrayList<@Nullable Object[]>();
    for (Route route : routes) {
      CloudRows.Planned known = live.get(route.hostname());
      if (known == null) {
        known = new CloudRows.Planned(ids.next(), false);
        inserts.add(
            new @Nullable Object[] {
              known.id(),
              place.organizationId(),
              place.platformId(),
              place.stackId(),
              route.resourceId(),
              route.hostname(),
              route.target().word(),
              route.environment(),
              now,
              now
            });
      }
      planned.add(known);
    }
    insert(inserts);
    return planned;
  }

  private void insert(List<@Nullable Object[]> rows) {
    sql.batch(
        """
        INSERT INTO registry.dns_records (id, organization_id, platform_id, stack_id, resource_id,
            hostname, target_type, environment, status, check_count, created_at, updated_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'pending', 0, ?, ?)
        """,
        rows);
  }

  public void recordMade(UUID dnsRecordId, String cloudRecordId, Instant now) {
    set("cloud_record_id", dnsRecordId, cloudRecordId, now);
  }

  public void routeMade(UUID dnsRecordId, String cloudRouteId, Instant now) {
    set("cloud_route_id", dnsRecordId, cloudRouteId, now);
  }

  private void set(String column, UUID dnsRecordId, String cloudId, Instant now) {
    sql.update(
        "UPDATE registry.dns_records SET " + column + " = ?, updated_at = ? WHERE id = ?",
        cloudId,
        now,
        dnsRecordId);
  }

  /**
   * Its certificate has been asked for: from now on it is looked after.
   *
   * @param cloudHostnameId null for Pages, whose domain is found by its name
   */
  public void watch(
      UUID dnsRecordId, @Nullable String cloudHostnameId, Instant nextCheck, Instant now) {
    sql.update(
        """
        UPDATE registry.dns_records
           SET cloud_hostname_id = ?, next_check_at = ?, updated_at = ?
         WHERE id = ? AND status = 'pending'
        """,
        cloudHostnameId,
        nextCheck,
        now,
        dnsRecordId);
  }

  /** Hostname and certificate serve. */
  public void active(UUID dnsRecordId, Instant now) {
    sql.update(
        """
        UPDATE registry.dns_records
           SET status = 'active', next_check_at = NULL, last_error = NULL, updated_at = ?
         WHERE id = ? AND status = 'pending'
        """,
        now,
        dnsRecordId);
  }
}
