package dev.freehold.kernel;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/** Where the service's keys come from; set by who deploys it. */
@ConfigMapping(prefix = "freehold.keys")
public interface KeysConfig {

  /** {@code kms} or {@code local}; local is refused in production. */
  @WithDefault("local")
  String provider();

  /** The key of the key service that seals data keys; required by {@code kms}. */
  Optional<String> kmsKey();

  /** Key of all keyed hashes, 64 hexadecimal digits; changing it voids codes and counters. */
  String pepperSecret();

  /** Data key of the local provider, 64 hexadecimal digits; required by {@code local}. */
  Optional<String> localDataKey();
}
