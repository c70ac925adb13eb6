package dev.freehold.functions.metering;

import dev.freehold.testing.Owner;
import dev.freehold.testing.Rows;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A customer with a platform on the starter plan and days that were collected. */
final class Shop {

  final UUID user = Rows.user();
  final UUID organization = Rows.organization(user);
  final UUID platform = UUID.randomUUID();
  final UUID entity = UUID.randomUUID();
  final UUID subscription = UUID.randomUUID();
  final String token = Rows.session(user, organization);

  Shop() {
    String key = UUID.randomUUID().toString().replace("-", "").substring(0, 10);
    Owner.update(
        """
        INSERT INTO registry.platforms (id, organization_id, key, name, slug, status, tier, version,
          created_at, updated_at)
        VALUES (?, ?, ?, 'Acme Shop', ?, 'active', 'starter', 0, '2026-03-01', now())
        """,
        platform,
        organization,
        key,
        "p-" + key);
    Owner.update(
        """
        INSERT INTO registry.entities (id, organization_id, platform_id, type, name, slug, status,
          version, created_at, updated_at)
        VALUES (?, ?, ?, 'tenant', 'Main', 'main', 'active', 0, now(), now())
        """,
        entity,
        organization,
        platform);
    Owner.update(
        """
        INSERT INTO billing.subscriptions (id, organization_id, plan_kind, platform_id, plan_id,
          plan_version_id, status, billing_anchor, current_period_start, current_period_end,
          created_at, updated_at)
        SELECT ?, ?, 'platform', ?, p.id, p.current_version_id, 'active', '2026-03-14T09:30:00Z',
               '2026-03-14T09:30:00Z', '2026-04-14T09:30:00Z', '2026-03-14T09:30:00Z', now()
          FROM billing.plans p WHERE p.kind = 'platform' AND p.code = 'starter'
        """,
        subscription,
        organization,
        platform);
  }

  void day(String date, @Nullable UUID ofEntity, long invocations) {
    Owner.update(
        """
        INSERT INTO metering.usage_snapshots (snapshot_date, id, organization_id, platform_id,
          entity_id, worker_invocations, worker_errors, d1_read_rows, d1_write_rows,
          r2_storage_bytes, r2_class_a_ops, r2_class_b_ops, kv_reads, kv_writes, source, revision,
          complete, estimated, collected_at, created_at)
        VALUES (?, gen_random_uuid(), ?, ?, ?, ?, 2, 3, 4, 5, 6, 7, 8, 9, 'cloudflare', 1, true,
          false, '2026-04-01T02:00:00Z', now())
        """,
        LocalDate.parse(date),
        organization,
        platform,
        ofEntity,
        invocations);
  }

  UUID alert(int threshold, boolean suppressed) {
    UUID id =
        UUID.fromString(
            "019d487c-%04d-7000-8000-%s"
                .formatted(threshold, UUID.randomUUID().toString().substring(24)));
    Owner.update(
        """
        INSERT INTO metering.usage_alerts (id, organization_id, subscription_id, metric_id,
          period_start, threshold_pct, platform_id, used, quota, triggered_at, suppressed,
          created_at)
        SELECT ?, ?, ?, m.id, '2026-03-14T09:30:00Z', ?, ?, ? * 50000, 5000000,
               '2026-04-01T02:00:01Z', ?, now()
          FROM metering.metrics m WHERE m.slug = 'worker_invocations' AND m.agent_id IS NULL
        """,
        id,
        organization,
        subscription,
        threshold,
        platform,
        threshold,
        suppressed);
    return id;
  }
}
