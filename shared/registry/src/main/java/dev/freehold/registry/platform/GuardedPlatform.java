package dev.freehold.registry.platform;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What other domains may know of a platform that its guard let through. */
public record GuardedPlatform(
    UUID id,
    UUID organizationId,
    String key,
    String name,
    String slug,
    PlatformStatus status,
    String tier,
    @Nullable UUID cloudAccountId,
    @Nullable String repoName,
    @Nullable UUID ownerUserId) {

  static GuardedPlatform of(Platform p) {
    return new GuardedPlatform(
        p.id,
        p.organizationId,
        p.key,
        p.name,
        p.slug,
        p.status,
        p.tier,
        p.cloudAccountId,
        p.repoName,
        p.ownerUserId);
  }
}
