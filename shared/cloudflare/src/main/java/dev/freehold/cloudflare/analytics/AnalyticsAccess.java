package dev.freehold.cloudflare.analytics;

import java.net.URI;

/**
 * Where to ask, about which account, with whose token.
 *
 * @param baseUrl of the API, without a slash at its end
 * @param accountId the provider's id
 */
public record AnalyticsAccess(URI baseUrl, String accountId, String token) {

  @Override
  public String toString() {
    return "AnalyticsAccess[" + accountId + "]";
  }
}
