package dev.freehold.registry.resource;

import dev.freehold.kernel.PageRequest;
import dev.freehold.registry.platform.PlatformGuard;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;

/** Shows what a platform has in the cloud. */
@ApplicationScoped
public class ResourceService {

  private final PlatformGuard guard;

  ResourceService(PlatformGuard guard) {
    this.guard = guard;
  }

  /**
   * Newest first; up to one more than the page's limit.
   *
   * @throws dev.freehold.kernel.Refusal {@code NOT_FOUND} of the platform
   */
  @Transactional
  public List<Resource> list(Resource.Filter filter, PageRequest page) {
    guard.forReading(filter.platformId());
    return Resource.listLive(filter, page);
  }

  /** As {@link #list}, of hostnames. */
  @Transactional
  public List<DnsRecord> listHostnames(DnsRecord.Filter filter, PageRequest page) {
    guard.forReading(filter.platformId());
    return DnsRecord.listLive(filter, page);
  }
}
