package dev.freehold.metering;

import dev.freehold.kernel.Keys;
import dev.freehold.testing.Owner;
import dev.freehold.testing.Rows;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A customer of its own for one test: organization, cloud account, platform, two entities. */
public final class Tenant {

  private static final String AT = "?::timestamptz";

  public final UUID user = Rows.user();
  public final UUID organization = Rows.organization(user);
  public final UUID account = UUID.randomUUID();
  public final String externalAccount = "acc" + Keys.next();
  public final UUID platform;
  public final String key;
  public final UUID entity;
  public final UUID stack;
  public final Instant createdAt;

  /** Made at {@code createdAt}, on the starter plan from then on. */
  public Tenant(Instant createdAt) {
    this.createdAt = createdAt;
    Owner.update(
        "INSERT INTO provisioning.cloud_accounts (id, provider, name, external_account_id, zone_id,"
            + " zone_name, cname_target, worker_mode, credential_ref, platforms_count,"
            + " own_hostnames, status, created_at, updated_at, version)"
            + " VALUES (?, 'cloudflare', ?, ?, 'z', 'example.app', 'f.example.app', 'direct',"
            + " 'test', 0, 'custom_hostname', 'closed', now(), now(), 0)",
        account,
        externalAccount,
        externalAccount);
    Place place = place();
    this.platform = place.platform();
    this.key = place.key();
    this.entity = place.entity();
    this.stack = place.stack();
  }

  /** A platform with its default stack. */
  public record Place(UUID platform, String key, UUID entity, UUID stack) {}

  /** Another platform of the same organization and account. */
  public Place place() {
    var place = new Place(UUID.randomUUID(), Keys.next(), UUID.randomUUID(), UUID.randomUUID());
    Owner.update(
        "INSERT INTO registry.platforms (id, organization_id, key, name, slug, status, tier,"
            + " cloud_account_id, version, created_at, updated_at)"
            + " VALUES (?, ?, ?, 'Acme Shop', ?, 'active', 'starter', ?, 0, "
            + AT
            + ", now())",
        place.platform(),
        organization,
        place.key(),
        "p-" + place.key(),
        account,
        createdAt);
    entity(place.platform(), place.entity());
    Owner.update(
        "INSERT INTO registry.stacks (id, organization_id, platform_id, entity_id, key, name,"
            + " is_default, status, version, created_at, updated_at)"
            + " VALUES (?, ?, ?, ?, ?, 'default', true, 'active', 0, now(), now())",
        place.stack(),
        organization,
        place.platform(),
        place.entity(),
        Keys.next());
    return place;
  }

  public UUID entity() {
    UUID id = UUID.randomUUID();
    entity(platform, id);
    return id;
  }

  private void entity(UUID ofPlatform, UUID id) {
    Owner.update(
        "INSERT INTO registry.entities (id, organization_id, platform_id, type, name, slug, status,"
            + " version, created_at, updated_at)"
            + " VALUES (?, ?, ?, 'tenant', 'Main', ?, 'active', 0, now(), now())",
        id,
        organization,
        ofPlatform,
        "e-" + Keys.next());
  }

  /** A production Worker of that name, made with the platform. */
  public UUID worker(String name, UUID ofEntity) {
    return resource("worker", name, null, ofEntity);
  }

  public UUID resource(String type, String name, @Nullable String cloudId, UUID ofEntity) {
    UUID id = UUID.randomUUID();
    Owner.update(
        "INSERT INTO registry.resources (id, organization_id, platform_id, entity_id, stack_id,"
            + " resource_type, service_name, environment, cloud_name, cloud_id, status, config,"
            + " created_at, updated_at)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, 'production', ?, ?, 'active', '{}', "
            + AT
            + ", now())",
        id,
        organization,
        platform,
        ofEntity,
        stack,
        type,
        "s" + Keys.next(),
        name,
        cloudId,
        createdAt);
    return id;
  }

  /** A paid subscription to a shipped platform plan, its months counted from {@code anchor}. */
  public UUID subscription(String plan, Instant anchor) {
    return subscription(platform, plan, anchor);
  }

  public UUID subscription(UUID ofPlatform, String plan, Instant anchor) {
    UUID id = UUID.randomUUID();
    Owner.update(
        "INSERT INTO billing.subscriptions (id, organization_id, plan_kind, platform_id, plan_id,"
            + " plan_version_id, status, billing_anchor, current_period_start, current_period_end,"
            + " created_at, updated_at)"
            + " SELECT ?, ?, 'platform', ?, p.id, p.current_version_id, 'active', s.at, s.at,"
            + " s.at + interval '1 month', s.at, now()"
            + " FROM billing.plans p, (SELECT ?::timestamptz AS at) s"
            + " WHERE p.kind = 'platform' AND p.code = ?",
        id,
        organization,
        ofPlatform,
        anchor,
        plan);
    return id;
  }

  /** As read at the provider. */
  public void measured(LocalDate date, String dataSet, String resource, String action, long n) {
    Owner.update(
        "INSERT INTO metering.resource_measurements (snapshot_date, id, account_ref, dataset,"
            + " resource_key, action, quantity, estimated, created_at, updated_at)"
            + " VALUES (?, gen_random_uuid(), ?, ?, ?, ?, ?, false, now(), now())"
            + " ON CONFLICT (snapshot_date, account_ref, dataset, resource_key, action)"
            + " DO UPDATE SET quantity = excluded.quantity",
        date,
        externalAccount,
        dataSet,
        resource,
        action,
        n);
  }

  public void invocations(LocalDate date, String script, long n) {
    measured(date, "workersInvocationsAdaptive", script, "requests", n);
  }

  public void task(LocalDate date, UUID ofPlatform) {
    Owner.update(
        "INSERT INTO metering.collection_tasks (snapshot_date, platform_id, status, attempts,"
            + " next_attempt_at, created_at, updated_at)"
            + " VALUES (?, ?, 'pending', 0, now(), now(), now())"
            + " ON CONFLICT (snapshot_date, platform_id) DO UPDATE SET status = 'pending'",
        date,
        ofPlatform);
  }

  public long messages(String type) {
    return Owner.count(
        "SELECT count(*) FROM core.outbox WHERE type = ? AND platform_id = ?", type, platform);
  }
}
