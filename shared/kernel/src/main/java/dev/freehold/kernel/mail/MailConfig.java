package dev.freehold.kernel.mail;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** Mail; set by who deploys. */
@ConfigMapping(prefix = "freehold.mail")
public interface MailConfig {

  /** {@code ses} or {@code smtp}. */
  @WithDefault("ses")
  String transport();

  /** The sender, e.g. {@code Freehold <no-reply@example.com>}. */
  String from();

  /** Tries of one mail, then it has failed. */
  @WithDefault("8")
  int maxAttempts();

  /** How long rows stay. */
  @WithDefault("P400D")
  Duration retention();

  /** How long a row keeps address and parameters. */
  @WithDefault("P30D")
  Duration bodyRetention();

  Smtp smtp();

  /** Used by the transport {@code smtp}. */
  interface Smtp {
    @WithDefault("localhost")
    String host();

    @WithDefault("8025")
    int port();

    Optional<String> user();

    Optional<String> secret();

    /** STARTTLS is demanded. */
    @WithDefault("false")
    boolean tls();
  }
}
