package dev.freehold.lambda;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;

/** The edge for HTTP; set by who deploys. */
@ConfigMapping(prefix = "freehold.http")
public interface HttpConfig {

  /** Own address, e.g. {@code https://api.example.com}. */
  String apiUrl();

  /** Address of the console. */
  String appUrl();

  /** Exact origins browsers may call from; the console's where none is named. */
  Optional<List<String>> allowedOrigins();

  /**
   * Networks of the proxy that stands before the gateway, in CIDR; from there, and only from there,
   * {@code X-Forwarded-For} says who calls.
   */
  Optional<List<String>> trustedProxies();

  /** Bytes of a body, decoded. */
  @WithDefault("1048576")
  int maxBodyBytes();

  /** Cookies only over https; off on loopback alone. */
  @WithDefault("true")
  boolean secureCookies();

  default boolean isOurs(String origin) {
    return allowedOrigins().orElse(List.of(appUrl())).contains(origin);
  }
}
