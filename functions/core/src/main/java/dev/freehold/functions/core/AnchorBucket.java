package dev.freehold.functions.core;

import dev.freehold.kernel.audit.AuditAnchors;
import dev.freehold.kernel.audit.AuditConfig;
import dev.freehold.storage.Store;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;

/** Anchors on the object store, locked as long as the audit is kept. */
@ApplicationScoped
class AnchorBucket implements AuditAnchors.AnchorStore {

  private final Store store;
  private final AuditConfig config;
  private final Clock clock;

  AnchorBucket(Store store, AuditConfig config, Clock clock) {
    this.store = store;
    this.config = config;
    this.clock = clock;
  }

  @Override
  public void put(String key, byte[] content) {
    String bucket =
        config
            .anchorBucket()
            .orElseThrow(
                () -> new IllegalStateException("freehold.audit.anchor-bucket is not set"));
    store.putLocked(bucket, key, content, clock.instant().plus(config.retention()));
  }
}
