package dev.freehold.local.starter;

import dev.freehold.kernel.Ids;
import dev.freehold.kernel.Transactions;
import dev.freehold.kernel.sql.Sql;
import dev.freehold.local.start.HostConfig;
import dev.freehold.sandbox.cloudflare.CloudflareSimulator;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;

/** The one account that platforms are put into. */
@ApplicationScoped
class StarterCloud {

  private final Sql sql;
  private final Transactions transactions;
  private final Ids ids;
  private final Clock clock;

  StarterCloud(Sql sql, Transactions transactions, Ids ids, Clock clock) {
    this.sql = sql;
    this.transactions = transactions;
    this.ids = ids;
    this.clock = clock;
  }

  void make() {
    Instant now = clock.instant();
    transactions.requiresNew(
        () ->
            sql.update(
                """
                INSERT INTO provisioning.cloud_accounts (id, provider, name, external_account_id,
                  zone_id, zone_name, cname_target, worker_mode, credential_ref, platforms_count,
                  own_hostnames, status, created_at, updated_at, version)
                SELECT ?, 'cloudflare', 'Sandbox', ?, ?, ?, ?, 'direct', ?, 0, 'custom_hostname',
                  'open', ?, ?, 0
                WHERE NOT EXISTS (SELECT 1 FROM provisioning.cloud_accounts)
                """,
                ids.next(),
                CloudflareSimulator.ACCOUNT_ID,
                CloudflareSimulator.ZONE_ID,
                CloudflareSimulator.ZONE_NAME,
                CloudflareSimulator.CNAME_TARGET,
                HostConfig.CLOUD_CREDENTIAL,
                now,
                now));
  }
}
