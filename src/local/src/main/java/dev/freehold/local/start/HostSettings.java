package dev.freehold.local.start;

import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * What may be said from outside before anything starts, by system property or environment variable
 * ({@code freehold.local.port}, {@code FREEHOLD_LOCAL_PORT}). Port 0 = a free one.
 *
 * @param isManual nothing fires by itself; only an advance of the clock runs schedules
 * @param clock where the product's time starts on an empty data folder; empty = now
 * @param speed how many times as fast as real time the clock goes
 * @param databaseUrl an administrator's address of a PostgreSQL of one's own
 */
public record HostSettings(
    int port,
    Path data,
    boolean isManual,
    Optional<Instant> clock,
    int speed,
    int sandboxPort,
    int smtpPort,
    Optional<String> databaseUrl) {

  private static final int PORT = 8080;
  private static final int SANDBOX_PORT = 8090;
  private static final int SMTP_PORT = 8025;

  public static HostSettings read() {
    SmallRyeConfig config = new SmallRyeConfigBuilder().addSystemSources().build();
    if (config
        .getOptionalValue("freehold.environment", String.class)
        .filter("production"::equals)
        .isPresent()) {
      throw new IllegalStateException(
          "freehold.environment is production: a host with the sandbox does not start there");
    }
    return new HostSettings(
        config.getOptionalValue("freehold.local.port", Integer.class).orElse(PORT),
        Path.of(config.getOptionalValue("freehold.local.data", String.class).orElse(".freehold"))
            .toAbsolutePath()
            .normalize(),
        schedule(config.getOptionalValue("freehold.local.schedule", String.class).orElse("real")),
        config
            .getOptionalValue("freehold.local.clock", String.class)
            .filter(word -> !word.equals("now"))
            .map(Instant::parse),
        config.getOptionalValue("freehold.local.speed", Integer.class).orElse(1),
        config.getOptionalValue("freehold.sandbox.port", Integer.class).orElse(SANDBOX_PORT),
        config.getOptionalValue("freehold.sandbox.smtp-port", Integer.class).orElse(SMTP_PORT),
        config.getOptionalValue("freehold.database.url", String.class));
  }

  private static boolean schedule(String word) {
    return switch (word) {
      case "real" -> false;
      case "manual" -> true;
      default ->
          throw new IllegalArgumentException("freehold.local.schedule is real or manual: " + word);
    };
  }
}
