package dev.freehold.registry.platform;

import dev.freehold.kernel.Call;
import dev.freehold.kernel.KernelRefusal;
import dev.freehold.kernel.Refusal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Optional;
import java.util.UUID;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Suspension at the edge: every operation of every domain that names a platform asks here, and gets
 * the row as it is now. A platform of another organization, a deleted one and one that never was
 * are the same 404.
 */
@ApplicationScoped
public class PlatformGuard {

  /** Whatever the version: the caller sent no {@code If-Match}. */
  static final IntConsumer ANY_VERSION = version -> {};

  /**
   * The platform for an operation that only reads: allowed in every state but deleted.
   *
   * @throws Refusal {@code NOT_FOUND}
   */
  @Transactional
  public GuardedPlatform forReading(UUID platformId) {
    return GuardedPlatform.of(found(Platform.findLive(platformId, organization())));
  }

  /**
   * The platform for an operation that changes something of it. Holds the row {@code FOR SHARE}
   * until commit, so that a suspension comes before or after the change, never between.
   *
   * @throws Refusal {@code NOT_FOUND}, {@code PLATFORM_SUSPENDED} (with {@code reason}), {@code
   *     PLATFORM_CANCELLED}, {@code PLATFORM_NOT_READY}
   */
  @Transactional
  public GuardedPlatform forChange(UUID platformId) {
    return shared(platformId, GuardRule.Change.ORDINARY);
  }

  /** As {@link #forChange}, for what is allowed before the platform is ready. */
  @Transactional
  public GuardedPlatform forEarlyChange(UUID platformId) {
    return shared(platformId, GuardRule.Change.EARLY);
  }

  private GuardedPlatform shared(UUID platformId, GuardRule.Change change) {
    Platform platform = found(Platform.shareLive(platformId, organization()));
    check(platform, change);
    return GuardedPlatform.of(platform);
  }

  /** The locked row for an operation on the platform itself, its version judged, its state not. */
  Platform lock(UUID platformId, IntConsumer ifMatch) {
    Platform platform = found(Platform.lockLive(platformId, organization()));
    ifMatch.accept(platform.version);
    return platform;
  }

  static void check(Platform platform, GuardRule.Change change) {
    if (!GuardRule.isExempt(Call.current())) {
      GuardRule.check(platform, change);
    }
  }

  private static Platform found(Optional<Platform> platform) {
    return platform.orElseThrow(() -> KernelRefusal.notFound("platform"));
  }

  /** Null in operator scope: operators act on all. */
  private static @Nullable UUID organization() {
    return Call.current().scope().organizationId();
  }
}
