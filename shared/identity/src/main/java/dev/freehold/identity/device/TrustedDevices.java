package dev.freehold.identity.device;

import dev.freehold.identity.IdentityConfig;
import dev.freehold.kernel.Call;
import dev.freehold.kernel.Hashes;
import dev.freehold.kernel.Ids;
import dev.freehold.kernel.Secrets;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Devices that are not asked again, as rows that end at a fixed time and can be taken back. */
@ApplicationScoped
public class TrustedDevices {

  private static final String PREFIX = "fhd_";

  /** Trusts a device, or none. */
  public static final String TRUSTING =
      """
      trusted AS (
        INSERT INTO identity.trusted_devices (id, user_id, token_hash, name, ip_address,
          last_used_at, expires_at, created_at)
        SELECT ?::uuid, ?::uuid, ?::bytea, ?, ?::inet, ?::timestamptz, ?::timestamptz,
          ?::timestamptz
        WHERE ?)""";

  private final IdentityConfig.TrustedDevice config;
  private final Clock clock;
  private final Ids ids;

  TrustedDevices(IdentityConfig config, Clock clock, Ids ids) {
    this.config = config.trustedDevice();
    this.clock = clock;
    this.ids = ids;
  }

  /**
   * A device that is to be trusted by a statement with {@link #TRUSTING}.
   *
   * @param token known here and nowhere else
   */
  public record NewDevice(String token, String name) {}

  public NewDevice prepare() {
    return new NewDevice(Secrets.token(PREFIX), DeviceName.of(Call.current().userAgent()));
  }

  /**
   * The values of {@link #TRUSTING}.
   *
   * @param device null = none is trusted
   */
  public List<@Nullable Object> trusting(@Nullable NewDevice device, UUID userId) {
    Instant now = clock.instant();
    return Arrays.asList(
        ids.next(),
        userId,
        device == null ? null : Hashes.sha256(device.token()),
        device == null ? null : device.name(),
        Call.current().ipAddress(),
        now,
        now.plus(config.lifetime()),
        now,
        device != null);
  }
}
