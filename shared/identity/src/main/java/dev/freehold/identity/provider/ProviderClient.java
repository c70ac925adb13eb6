package dev.freehold.identity.provider;

import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How one provider is asked who somebody is: authorization code with PKCE. */
interface ProviderClient {

  Provider provider();

  /** False where the installation has no client there. */
  boolean isConfigured();

  /**
   * What the browser takes to the provider.
   *
   * @param challenge SHA-256 of the verifier, base64url
   */
  record Authorization(URI redirectUri, String state, String nonce, String challenge) {}

  /** Where the browser is sent. */
  URI authorizationUrl(Authorization authorization);

  /** What the browser brought back, and what belongs to it. */
  record Code(URI redirectUri, String code, String nonce, String verifier) {}

  /** The provider's tokens; kept where the installation wants them. */
  record Tokens(
      String accessToken,
      @Nullable String refreshToken,
      @Nullable Instant accessTokenExpiresAt,
      @Nullable String scope) {}

  /**
   * Who came.
   *
   * @param subject the provider's unchanging id of the person
   * @param email as the provider says it
   */
  record Identity(
      String subject,
      @Nullable String email,
      boolean emailVerified,
      @Nullable String name,
      @Nullable String givenName,
      @Nullable String familyName,
      Tokens tokens) {}

  /**
   * Calls the provider: not within a transaction.
   *
   * @throws dev.freehold.kernel.Refusal {@code PROVIDER_REFUSED}
   */
  Identity identify(Code code);
}
