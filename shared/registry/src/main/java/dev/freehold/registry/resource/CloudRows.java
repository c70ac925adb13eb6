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

/**
 * The rows of what exists in the cloud, as provisioning's steps change them: planned before the
 * call, filled after it. Always in the transaction that records the step.
 */
@ApplicationScoped
public class CloudRows {

  private final Sql sql;
  private final Ids ids;

  CloudRows(Sql sql, Ids ids) {
    this.sql = sql;
    this.ids = ids;
  }

  /** Where planned rows belong. */
  public record Place(
      UUID organizationId, UUID platformId, UUID entityId, UUID stackId, UUID jobId) {}

  /** One object of the stack. */
  public record Slot(
      String service,
      ResourceType type,
      Environment environment,
      String cloudName,
      @Nullable UUID featureActivationId) {

    String key() {
      return service + "/" + type.word() + "/" + environment.word();
    }
  }

  /**
   * A row for a slot.
   *
   * @param adopted its object was there before the job: no rollback removes it
   */
  public record Planned(UUID id, boolean adopted) {}

  /**
   * A row for each slot, in their order: one that is active or retained is adopted, one of a failed
   * job is taken over, a missing one is made.
   */
  public List<Planned> plan(Place place, List<Slot> slots, Instant now) {
    Map<String, Planned> live = new HashMap<>();
    sql.list(
            """
            SELECT id, service_name || '/' || resource_type || '/' || environment AS slot,
                   status IN ('active', 'retained') AS exists
              FROM registry.resources WHERE stack_id = ? AND deleted_at IS NULL FOR UPDATE
            """,
            row -> Map.entry(row.text("slot"), new Planned(row.uuid("id"), row.bool("exists"))),
            place.stackId())
        .forEach(entry -> live.put(entry.getKey(), entry.getValue()));
    var planned = new ArrayList<Planned>();
    var inserts = new ArrayList<@Nullable Object[]>();
    var takenOver = new ArrayList<UUID>();
    for (Slot slot : slots) {
      Planned known = live.get(slot.key());
      if (known == null) {
        known = new Planned(ids.next(), false);
        inserts.add(resource(place, slot, known.id(), now));
      } else if (!known.adopted()) {
        takenOver.add(known.id());
      }
      planned.add(known);
    }
    insert(inserts);
    takeOver(place, takenOver, now);
    return planned;
  }

  private void insert(List<@Nullable Object[]> rows) {
    sql.batch(
        """
        INSERT INTO registry.resources (id, organization_id, platform_id, entity_id, stack_id,
            feature_activation_id, resource_type, service_name, environment, cloud_name, status,
            provision_job_id, config, created_at, updated_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'pending', ?, '{}', ?, ?)
        """,
        rows);
  }

  private void takeOver(Place place, List<UUID> takenOver, Instant now) {
    if (!takenOver.isEmpty()) {
      sql.update(
          """
          UPDATE registry.resources SET status = 'pending', provision_job_id = ?, updated_at = ?
           WHERE id = ANY (?)
          """,
          place.jobId(),
          now,
          takenOver);
    }
  }

  private static @Nullable Object[] resource(Place place, Slot slot, UUID id, Instant now) {
    return new @Nullable Object[] {
      id,
      place.organizationId(),
      place.platformId(),
      place.entityId(),
      place.stackId(),
      slot.featureActivationId(),
      slot.type(),
      slot.service(),
      slot.environment(),
      slot.cloudName(),
      place.jobId(),
      now,
      now
    };
  }

  /** A call for it is about to be made. */
  public void provisioning(UUID resourceId, Instant now) {
    sql.update(
        """
        UPDATE registry.resources SET status = 'provisioning', updated_at = ?
         WHERE id = ? AND status IN ('pending', 'failed')
        """,
        now,
        resourceId);
  }

  /**
   * It exists.
   *
   * @param url where it can be seen; null where it cannot
   */
  public void active(UUID resourceId, String cloudId, @Nullable String url, Instant now) {
    sql.update(
        """
        UPDATE registry.resources
           SET status = 'active', cloud_id = ?, cloud_url = ?, updated_at = ?
         WHERE id = ? AND deleted_at IS NULL
        """,
        cloudId,
        url,
        now,
        resourceId);
  }

  /** A Worker's secrets, none of them set yet; known ones are left as they are. */
  public void planSecrets(Place place, UUID resourceId, List<PlannedSecret> secrets, Instant now) {
    var rows = new ArrayList<@Nullable Object[]>();
    for (PlannedSecret secret : secrets) {
      rows.add(
          new @Nullable Object[] {
            ids.next(),
            place.organizationId(),
            place.platformId(),
            resourceId,
            secret.name(),
            secret.generated() ? "generated" : "provided",
            secret.required(),
            now,
            now
          });
    }
    sql.batch(
        """
        INSERT INTO registry.secrets (id, organization_id, platform_id, resource_id, secret_name,
            status, source, required, rotation, created_at, updated_at)
        VALUES (?, ?, ?, ?, ?, 'missing', ?, ?, 1, ?, ?)
        ON CONFLICT (resource_id, secret_name) DO NOTHING
        """,
        rows);
  }

  /** A secret a Worker is to have. */
  public record PlannedSecret(String name, boolean generated, boolean required) {}

  /** These secrets have their values at the provider. */
  public void secretsSet(UUID resourceId, List<String> names, String by, Instant now) {
    sql.update(
        """
        UPDATE registry.secrets
           SET status = 'set', last_set_at = ?, last_set_by = ?, updated_at = ?
         WHERE resource_id = ? AND secret_name = ANY (?)
        """,
        now,
        by,
        now,
        resourceId,
        names);
  }

  /** The job is undone: what it planned is gone, and so are its hostnames and secrets. */
  public void forget(UUID platformId, UUID jobId, Instant now) {
    sql.update(
        """
        DELETE FROM registry.secrets s USING registry.resources r
         WHERE r.id = s.resource_id AND r.provision_job_id = ?
        """,
        jobId);
    sql.update(
        """
        UPDATE registry.dns_records d
           SET status = 'deleted', deleted_at = ?, next_check_at = NULL, updated_at = ?
          FROM registry.resources r
         WHERE r.id = d.resource_id AND r.provision_job_id = ? AND d.deleted_at IS NULL
        """,
        now,
        now,
        jobId);
    sql.update(
        """
        UPDATE registry.resources SET status = 'deleted', deleted_at = ?, updated_at = ?
         WHERE provision_job_id = ? AND deleted_at IS NULL
        """,
        now,
        now,
        jobId);
    forgetConsole(platformId, now);
  }

  private void forgetConsole(UUID platformId, Instant now) {
    sql.update(
        """
        UPDATE registry.platform_build_state
           SET build_status = 'unknown', last_commit_sha = NULL, cloud_deployment_id = NULL,
               build_url = NULL, updated_at = ?
         WHERE platform_id = ?
        """,
        now,
        platformId);
    sql.update(
        """
        UPDATE registry.platforms SET repo_name = NULL, updated_at = ?
         WHERE id = ? AND repo_name IS NOT NULL
        """,
        now,
        platformId);
  }

  /** The job's rollback is stuck: what is not known to be gone is marked. */
  public void leaveFailed(UUID jobId, Instant now) {
    sql.update(
        """
        UPDATE registry.resources SET status = 'failed', updated_at = ?
         WHERE provision_job_id = ? AND deleted_at IS NULL
        """,
        now,
        jobId);
  }
}
