package dev.freehold.identity.device;

import dev.freehold.identity.AuthenticationEvent;
import dev.freehold.identity.AuthenticationLog;
import dev.freehold.kernel.KernelRefusal;
import dev.freehold.kernel.PageRequest;
import dev.freehold.kernel.audit.Audit;
import dev.freehold.kernel.audit.AuditEntry;
import dev.freehold.kernel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Trusted devices as their owner sees them and takes trust away. */
@ApplicationScoped
public class OwnDevices {

  private final Sql sql;
  private final AuthenticationLog log;
  private final Audit audit;
  private final Clock clock;

  OwnDevices(Sql sql, AuthenticationLog log, Audit audit, Clock clock) {
    this.sql = sql;
    this.log = log;
    this.audit = audit;
    this.clock = clock;
  }

  /** Those trusted now, newest first; up to {@code limit + 1}. */
  @Transactional
  public List<Device> list(UUID userId, PageRequest page) {
    Instant after = page.afterInstant(0);
    return sql.list(
        """
        SELECT d.*, host(d.ip_address) AS ip FROM identity.trusted_devices d
        WHERE d.user_id = ? AND d.expires_at > ?
          AND (?::timestamptz IS NULL OR (d.created_at, d.id) < (?::timestamptz, ?::uuid))
        ORDER BY d.created_at DESC, d.id DESC LIMIT ?
        """,
        Device::of,
        userId,
        clock.instant(),
        after,
        after,
        page.afterId(1),
        page.limit() + 1);
  }

  /**
   * The device is asked again from its next sign-in on.
   *
   * @throws dev.freehold.kernel.Refusal {@code NOT_FOUND}
   */
  @Transactional
  public void remove(UUID userId, UUID deviceId) {
    int removed =
        sql.update(
            "DELETE FROM identity.trusted_devices WHERE id = ? AND user_id = ?", deviceId, userId);
    if (removed == 0) {
      throw KernelRefusal.notFound("trusted device");
    }
    log.add(AuthenticationEvent.success("trusted_device_removed", userId));
    audit.add(AuditEntry.of("identity", "trusted_device.remove", "trusted_device", deviceId));
  }
}
