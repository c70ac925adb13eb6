package dev.freehold.kernel.audit;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** The change audit; set by who deploys. */
@ConfigMapping(prefix = "freehold.audit")
public interface AuditConfig {

  /** How long entries stay: seven years. */
  @WithDefault("P2555D")
  Duration retention();

  /** Bucket of the anchors, under Object Lock; required in production. */
  Optional<String> anchorBucket();

  /** Password of the retention's own login; without it, or a login by IAM, nothing is dropped. */
  Optional<String> retentionSecret();
}
