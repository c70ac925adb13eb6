package dev.freehold.cloudflare;

import org.jspecify.annotations.Nullable;

/** The calls of one account and its zone. Every one throws {@link CloudflareException}. */
public final class CloudflareAccount {

  private final CloudflareHttp http;

  CloudflareAccount(CloudflareHttp http) {
    this.http = http;
  }

  public D1Databases databases() {
    return new D1Databases(http);
  }

  public NamedStores stores() {
    return new NamedStores(http);
  }

  /**
   * @param dispatchNamespace the namespace of a Workers-for-Platforms account; null for the
   *     account's own scripts
   */
  public WorkerScripts workers(@Nullable String dispatchNamespace) {
    return new WorkerScripts(http, dispatchNamespace);
  }

  public ZoneRecords records() {
    return new ZoneRecords(http);
  }

  public CustomHostnames hostnames() {
    return new CustomHostnames(http);
  }

  public WorkerRoutes routes() {
    return new WorkerRoutes(http);
  }

  public PagesProjects pages() {
    return new PagesProjects(http);
  }

  /** Whether the token is still {@code active}; a refusal of this very call says that it is not. */
  public boolean isTokenActive() {
    try {
      return "active".equals(http.get("/user/tokens/verify").at("/result/status").asText());
    } catch (CloudflareException e) {
      if (e.kind() == CloudflareException.Kind.CREDENTIALS
          || e.kind() == CloudflareException.Kind.REJECTED) {
        return false;
      }
      throw e;
    }
  }
}
