package dev.freehold.cloudflare;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.math.BigDecimal;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** Where Cloudflare is, how fast we may ask it, and the credentials by their names. */
@ConfigMapping(prefix = "freehold.cloudflare")
public interface CloudflareConfig {

  /** Address of the API, without a slash at its end. The sandbox sets its own. */
  @WithDefault("https://api.cloudflare.com/client/v4")
  URI baseUrl();

  /** Address of R2's S3 interface; without it the account's own at the provider. */
  Optional<URI> r2Endpoint();

  /**
   * Calls a second per account. Cloudflare allows 1,200 in 300 s; with the burst this never asks
   * for more in any 300 s. Changed by the operator whose account has another limit.
   */
  @WithDefault("3.2")
  BigDecimal rate();

  /** Calls at once per account, on top of the rate. */
  @WithDefault("240")
  int burst();

  /**
   * API tokens by the name that a cloud account's {@code credential_ref} holds. Comes from the
   * secret store's environment, never from a file of the repository.
   */
  Map<String, String> credentials();
}
