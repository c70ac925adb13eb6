package dev.freehold.sandbox.google;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freehold.sandbox.Routes;
import dev.freehold.sandbox.SimContext;
import dev.freehold.sandbox.SimJson;
import dev.freehold.sandbox.SimRequest;
import dev.freehold.sandbox.SimResponse;
import dev.freehold.sandbox.Simulator;
import dev.freehold.sandbox.State;
import dev.freehold.sandbox.login.Grants;
import dev.freehold.sandbox.login.Grants.Grant;
import dev.freehold.sandbox.login.LoginPage;
import dev.freehold.sandbox.login.Person;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Google's OpenID Connect below {@code /google}: who signs in is typed into the page that stands
 * for Google's.
 */
public final class GoogleSimulator implements Simulator {

  public static final String CLIENT_ID = "100001.apps.googleusercontent.test";
  public static final String CLIENT_SECRET = "GOCSPX-of-the-sandbox";

  private static final String AUTHORIZE = "/o/oauth2/v2/auth";
  private static final Duration LIFETIME = Duration.ofHours(1);

  private final SimContext context;
  private final Grants grants;
  private final SigningKey key;
  private final Routes routes = new Routes();

  public GoogleSimulator(SimContext context) {
    this.context = context;
    State state = context.open("google");
    grants = new Grants(state);
    key = new SigningKey(state);
    routes
        .on("GET", "/.well-known/openid-configuration", request -> discovery())
        .on("GET", "/oauth2/v3/certs", request -> SimResponse.json(200, key.jwks()))
        .on("GET", AUTHORIZE, this::page)
        .on("POST", AUTHORIZE, this::chosen)
        .on("POST", "/token", this::token);
  }

  @Override
  public String name() {
    return "google";
  }

  @Override
  public String prefix() {
    return "/google";
  }

  @Override
  public void seed() {
    key.restore();
  }

  @Override
  public SimResponse handle(SimRequest request) {
    return routes.answer(request);
  }

  private String issuer() {
    return context.root() + prefix();
  }

  private SimResponse discovery() {
    ObjectNode document =
        SimJson.object()
            .put("issuer", issuer())
            .put("authorization_endpoint", issuer() + AUTHORIZE)
            .put("token_endpoint", issuer() + "/token")
            .put("userinfo_endpoint", issuer() + "/v1/userinfo")
            .put("jwks_uri", issuer() + "/oauth2/v3/certs");
    document.putArray("response_types_supported").add("code");
    document.putArray("subject_types_supported").add("public");
    document.putArray("id_token_signing_alg_values_supported").add("RS256");
    document.putArray("scopes_supported").add("openid").add("email").add("profile");
    document.putArray("code_challenge_methods_supported").add("plain").add("S256");
    return SimResponse.json(200, document);
  }

  private SimResponse page(SimRequest request) {
    boolean isAsked =
        CLIENT_ID.equals(request.query("client_id"))
            && "code".equals(request.query("response_type"))
            && request.query("scope", "").contains("openid");
    if (!isAsked) {
      return LoginPage.fault("Error 400: invalid_request");
    }
    return LoginPage.show("Google", request);
  }

  private SimResponse chosen(SimRequest request) {
    return LoginPage.chosen(request, person -> grants.issue(request, person, "4/0A"));
  }

  /** A person's way through the page; returns where the browser is sent. */
  public URI signIn(URI authorizationUrl, Person person) {
    return context.change(() -> grants.signIn(authorizationUrl, person, context.now(), "4/0A"));
  }

  private SimResponse token(SimRequest request) {
    Map<String, List<String>> form = request.form();
    if (!Grants.field(form, "client_id").equals(CLIENT_ID)
        || !Grants.field(form, "client_secret").equals(CLIENT_SECRET)) {
      return error(401, "invalid_client", "The OAuth client was not found.");
    }
    if (!Grants.field(form, "grant_type").equals("authorization_code")) {
      return error(400, "unsupported_grant_type", "Invalid grant_type");
    }
    return grants
        .redeem(form, request.at())
        .map(grant -> tokens(grant, request))
        .orElseGet(() -> error(400, "invalid_grant", "Bad Request"));
  }

  private SimResponse tokens(Grant grant, SimRequest request) {
    long now = request.at().getEpochSecond();
    Person person = grant.person();
    ObjectNode claims =
        SimJson.object()
            .put("iss", issuer())
            .put("azp", CLIENT_ID)
            .put("aud", CLIENT_ID)
            .put("sub", person.subject())
            .put("email", person.email())
            .put("email_verified", person.emailVerified())
            .put("name", person.name())
            .put("iat", now)
            .put("exp", now + LIFETIME.toSeconds());
    if (grant.nonce() != null) {
      claims.put("nonce", grant.nonce());
    }
    return SimResponse.json(
        200,
        SimJson.object()
            .put("access_token", grants.token("ya29.", grant))
            .put("expires_in", LIFETIME.toSeconds())
            .put("scope", "openid https://www.googleapis.com/auth/userinfo.email")
            .put("token_type", "Bearer")
            .put("id_token", key.sign(claims)));
  }

  private static SimResponse error(int status, String code, String description) {
    return SimResponse.json(
        status, SimJson.object().put("error", code).put("error_description", description));
  }
}
