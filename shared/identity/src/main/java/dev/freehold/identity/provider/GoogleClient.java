package dev.freehold.identity.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.identity.IdentityConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Clock;
import java.util.LinkedHashMap;

/** Google by OpenID Connect: addresses by discovery, the person by a signed id token. */
@ApplicationScoped
class GoogleClient implements ProviderClient {

  private static final String DISCOVERY = "/.well-known/openid-configuration";

  private final IdentityConfig.Google config;
  private final ProviderHttp http;
  private final IdTokens idTokens;
  private final Clock clock;

  GoogleClient(IdentityConfig config, ProviderHttp http, IdTokens idTokens, Clock clock) {
    this.config = config.providers().google();
    this.http = http;
    this.idTokens = idTokens;
    this.clock = clock;
  }

  @Override
  public Provider provider() {
    return Provider.GOOGLE;
  }

  @Override
  public boolean isConfigured() {
    return config.clientId().isPresent();
  }

  @Override
  public URI authorizationUrl(Authorization authorization) {
    var fields = new LinkedHashMap<String, String>();
    fields.put("client_id", config.clientId().orElseThrow());
    fields.put("redirect_uri", authorization.redirectUri().toString());
    fields.put("response_type", "code");
    fields.put("scope", "openid email profile");
    fields.put("state", authorization.state());
    fields.put("nonce", authorization.nonce());
    fields.put("code_challenge", authorization.challenge());
    fields.put("code_challenge_method", "S256");
    fields.put("prompt", "select_account");
    return URI.create(
        address(discovered(), "authorization_endpoint") + "?" + ProviderHttp.form(fields));
  }

  @Override
  public Identity identify(Code code) {
    String clientId = config.clientId().orElseThrow();
    JsonNode discovered = discovered();
    var fields = new LinkedHashMap<String, String>();
    fields.put("grant_type", "authorization_code");
    fields.put("code", code.code());
    fields.put("redirect_uri", code.redirectUri().toString());
    fields.put("client_id", clientId);
    fields.put("client_secret", config.clientSecret().orElse(""));
    fields.put("code_verifier", code.verifier());
    JsonNode tokens = http.postForm(URI.create(address(discovered, "token_endpoint")), fields);
    JsonNode keys = http.get(URI.create(address(discovered, "jwks_uri")), null);
    var claims =
        idTokens.check(
            tokens.path("id_token").asText(),
            new IdTokens.Expected(
                discovered.path("issuer").asText(), clientId, code.nonce(), keys));
    return new Identity(
        claims.subject(),
        claims.email(),
        claims.emailVerified(),
        claims.name(),
        claims.givenName(),
        claims.familyName(),
        new Tokens(
            tokens.path("access_token").asText(),
            tokens.path("refresh_token").textValue(),
            clock.instant().plusSeconds(tokens.path("expires_in").asLong()),
            tokens.path("scope").textValue()));
  }

  private JsonNode discovered() {
    String issuer = config.issuer().toString();
    JsonNode document = http.get(URI.create(issuer + DISCOVERY), null);
    if (!document.path("issuer").asText().equals(issuer)) {
      throw ProviderHttp.refused("the provider's document is of another issuer");
    }
    return document;
  }

  private static String address(JsonNode discovered, String name) {
    String address = discovered.path(name).asText();
    if (address.isEmpty()) {
      throw ProviderHttp.refused("the provider's document lacks " + name);
    }
    return address;
  }
}
