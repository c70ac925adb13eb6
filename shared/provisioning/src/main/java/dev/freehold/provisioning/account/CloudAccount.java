package dev.freehold.provisioning.account;

import dev.freehold.kernel.sql.Row;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An account at the cloud provider that platforms stand on. */
public record CloudAccount(
    UUID id,
    String externalAccountId,
    String zoneId,
    String zoneName,
    String cnameTarget,
    @Nullable String dispatchNamespace,
    @Nullable String routingNamespaceId,
    String credentialRef,
    boolean workerDomains,
    boolean broken,
    @Nullable Instant brokenAt) {

  /** Columns as {@link #of} wants them, of a row called {@code a}. */
  public static final String COLUMNS =
      """
      a.id AS account_id, a.external_account_id, a.zone_id, a.zone_name, a.cname_target,
      a.worker_mode, a.dispatch_namespace, a.routing_namespace_id, a.credential_ref,
      a.own_hostnames, a.status AS account_status, a.broken_at""";

  /** Null when the row has none. */
  public static @Nullable CloudAccount of(Row row) {
    UUID id = row.uuidOrNull("account_id");
    if (id == null) {
      return null;
    }
    boolean dispatch = row.text("worker_mode").equals("dispatch");
    return new CloudAccount(
        id,
        row.text("external_account_id"),
        row.text("zone_id"),
        row.text("zone_name"),
        row.text("cname_target"),
        dispatch ? row.text("dispatch_namespace") : null,
        dispatch ? row.text("routing_namespace_id") : null,
        row.text("credential_ref"),
        row.text("own_hostnames").equals("worker_domain"),
        row.text("account_status").equals("broken"),
        row.instantOrNull("broken_at"));
  }

  /** The key of its bucket of calls. */
  public String bucket() {
    return "cloudflare:" + externalAccountId;
  }
}
