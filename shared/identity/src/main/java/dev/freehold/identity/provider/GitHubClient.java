package dev.freehold.identity.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.identity.IdentityConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/** GitHub by OAuth: the person and the primary address are asked of its API. */
@ApplicationScoped
class GitHubClient implements ProviderClient {

  private final IdentityConfig.GitHub config;
  private final ProviderHttp http;
  private final Clock clock;

  GitHubClient(IdentityConfig config, ProviderHttp http, Clock clock) {
    this.config = config.providers().github();
    this.http = http;
    this.clock = clock;
  }

  @Override
  public Provider provider() {
    return Provider.GITHUB;
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
    fields.put("scope", "read:user user:email");
    fields.put("state", authorization.state());
    fields.put("code_challenge", authorization.challenge());
    fields.put("code_challenge_method", "S256");
    return URI.create(config.webUrl() + "/login/oauth/authorize?" + ProviderHttp.form(fields));
  }

  @Override
  public Identity identify(Code code) {
    var fields = new LinkedHashMap<String, String>();
    fields.put("client_id", config.clientId().orElseThrow());
    fields.put("client_secret", config.clientSecret().orElse(""));
    fields.put("code", code.code());
    fields.put("redirect_uri", code.redirectUri().toString());
    fields.put("code_verifier", code.verifier());
    // A refused code is answered with 200 and an error.
    JsonNode tokens =
        http.postForm(URI.create(config.webUrl() + "/login/oauth/access_token"), fields);
    String token = tokens.path("access_token").asText();
    if (token.isEmpty()) {
      throw ProviderHttp.refused("the provider did not take the code");
    }
    JsonNode user = http.get(URI.create(config.apiUrl() + "/user"), token);
    if (!user.path("id").isIntegralNumber()) {
      throw ProviderHttp.refused("the provider did not say who came");
    }
    JsonNode email = primary(http.get(URI.create(config.apiUrl() + "/user/emails"), token));
    return new Identity(
        user.path("id").asText(),
        email.path("email").textValue(),
        email.path("verified").asBoolean(),
        user.path("name").textValue(),
        null,
        null,
        new Tokens(
            token,
            tokens.path("refresh_token").textValue(),
            expiry(tokens),
            tokens.path("scope").textValue()));
  }

  private static JsonNode primary(JsonNode emails) {
    for (JsonNode email : emails) {
      if (email.path("primary").asBoolean()) {
        return email;
      }
    }
    return emails.path("none");
  }

  private @Nullable Instant expiry(JsonNode tokens) {
    return tokens.has("expires_in")
        ? clock.instant().plusSeconds(tokens.path("expires_in").asLong())
        : null;
  }
}
