package dev.freehold.registry;

import dev.freehold.kernel.KernelRefusal;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Notes what the registry asks for; provisioning is above this module. */
@Singleton
public class TestJobs implements Jobs {

  /** The billing address that finds no cloud account. */
  public static final String NO_CAPACITY = "full@acme.test";

  public final List<ProvisionPlatform> started = new CopyOnWriteArrayList<>();
  public final Set<UUID> nudged = ConcurrentHashMap.newKeySet();
  public final Set<UUID> cancelled = ConcurrentHashMap.newKeySet();
  public final Set<UUID> takenDown = ConcurrentHashMap.newKeySet();

  @Override
  public UUID provisionPlatform(ProvisionPlatform request) {
    if (NO_CAPACITY.equals(request.billingEmail())) {
      throw KernelRefusal.UNAVAILABLE.because("no cloud account has room");
    }
    started.add(request);
    return UUID.randomUUID();
  }

  public List<ProvisionPlatform> startedFor(UUID platformId) {
    return started.stream().filter(request -> request.platformId().equals(platformId)).toList();
  }

  @Override
  public boolean isUnderWay(UUID platformId) {
    return false;
  }

  @Override
  public boolean wasEverStarted(UUID platformId, String type) {
    return type.equals(DEPROVISION_PLATFORM) && takenDown.contains(platformId);
  }

  @Override
  public void cancelPending(UUID platformId, String reason) {
    cancelled.add(platformId);
  }

  @Override
  public void nudgeWaiting(UUID platformId) {
    nudged.add(platformId);
  }
}
