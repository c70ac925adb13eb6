package dev.freehold.functions.registry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.kernel.Json;
import dev.freehold.registry.platform.LifecycleEvent;
import dev.freehold.registry.platform.PlatformStatus;
import dev.freehold.registry.platform.Trigger;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A change of a platform's status as answered. */
@RegisterForReflection
record LifecycleEventView(
    UUID id,
    UUID organizationId,
    UUID platformId,
    @Nullable PlatformStatus fromStatus,
    PlatformStatus toStatus,
    String triggeredBy,
    Trigger.Type triggerType,
    @Nullable String reason,
    JsonNode metadata,
    Instant createdAt) {

  static LifecycleEventView of(LifecycleEvent event) {
    return new LifecycleEventView(
        event.id,
        event.organizationId,
        event.platformId,
        event.fromStatus,
        event.toStatus,
        event.triggeredBy,
        event.triggerType,
        event.reason,
        Json.tree(event.metadata),
        event.createdAt);
  }
}
