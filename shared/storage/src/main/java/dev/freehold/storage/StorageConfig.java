package dev.freehold.storage;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Where objects are kept; set by the deployment. */
@ConfigMapping(prefix = "freehold.storage")
public interface StorageConfig {

  /** Bundles and exports. */
  String bucket();

  /** Another store that speaks S3; none = AWS. */
  Optional<URI> endpoint();

  /** Region of the bucket; the store of a local host does not care. */
  @WithDefault("eu-central-1")
  String region();

  /** Key of a store that is not AWS; none = the function's own role. */
  Optional<String> accessKey();

  /** Its secret. */
  Optional<String> secretKey();

  /** One try of one call. */
  @WithDefault("PT5S")
  Duration attemptTimeout();

  /** One call with its tries; shorter than the gateway's patience. */
  @WithDefault("PT15S")
  Duration callTimeout();
}
