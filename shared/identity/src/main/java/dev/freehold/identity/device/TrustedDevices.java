package dev.freehold.identity.device;

import dev.freehold.identity.IdentityConfig;
import dev.freehold.identity.signin.SecurityNotices;
import dev.freehold.kernel.Call;
import dev.freehold.kernel.Hashes;
import dev.freehold.kernel.Ids;
import dev.freehold.kernel.Secrets;
import dev.freehold.kernel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;

/** Devices that are not asked again, as rows that end at a fixed time and can be taken back. */
@ApplicationScoped
public class TrustedDevices {

  private static final String PREFIX = "fhd_";

  private final Sql sql;
  private final SecurityNotices notices;
  private final IdentityConfig.TrustedDevice config;
  private final Clock clock;
  private final Ids ids;

  TrustedDevices(Sql sql, SecurityNotices notices, IdentityConfig config, Clock clock, Ids ids) {
    this.sql = sql;
    this.notices = notices;
    this.config = config.trustedDevice();
    this.clock = clock;
    this.ids = ids;
  }

  /** The device's token, known here and nowhere else. */
  public String trust(UUID userId) {
    Instant now = clock.instant();
    Call call = Call.current();
    String token = Secrets.token(PREFIX);
    String name = DeviceName.of(call.userAgent());
    sql.update(
        """
        INSERT INTO identity.trusted_devices (id, user_id, token_hash, name, ip_address,
          last_used_at, expires_at, created_at)
        VALUES (?, ?, ?, ?, ?::inet, ?, ?, ?)
        """,
        ids.next(),
        userId,
        Hashes.sha256(token),
        name,
        call.ipAddress(),
        now,
        now.plus(config.lifetime()),
        now);
    notices.deviceTrusted(userId, name);
    return token;
  }
}
