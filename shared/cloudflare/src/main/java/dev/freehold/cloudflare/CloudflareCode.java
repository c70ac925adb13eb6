package dev.freehold.cloudflare;

import java.util.Set;

/** The provider's error codes that mean "exists already" though the status says 400. */
final class CloudflareCode {

  // KV title, D1 name, DNS record (two), custom hostname, Worker route, Pages project, Pages
  // domain,
  // queue, R2 bucket: developers.cloudflare.com/api, error lists of each product.
  private static final Set<String> CONFLICTS =
      Set.of(
          "10014", "7502", "81053", "81057", "81058", "1406", "10020", "8000002", "8000018",
          "11009", "10004");

  private CloudflareCode() {}

  static boolean isConflict(String code) {
    return CONFLICTS.contains(code);
  }
}
