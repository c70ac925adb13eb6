package dev.freehold.cloudflare;

import jakarta.enterprise.context.ApplicationScoped;
import java.net.http.HttpClient;
import java.time.Duration;

/** The way to Cloudflare; an account's calls are grouped by the product they belong to. */
@ApplicationScoped
public class Cloudflare {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_TIMEOUT)
          .build();
  private final String baseUrl;

  Cloudflare(CloudflareConfig config) {
    this.baseUrl = config.baseUrl().toString();
  }

  public CloudflareAccount account(CloudflareAccess access) {
    return new CloudflareAccount(new CloudflareHttp(http, baseUrl, access));
  }
}
