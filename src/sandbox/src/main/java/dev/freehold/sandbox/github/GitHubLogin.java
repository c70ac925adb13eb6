package dev.freehold.sandbox.github;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freehold.sandbox.Routes;
import dev.freehold.sandbox.SimJson;
import dev.freehold.sandbox.SimRequest;
import dev.freehold.sandbox.SimResponse;
import dev.freehold.sandbox.State;
import dev.freehold.sandbox.login.Grants;
import dev.freehold.sandbox.login.LoginPage;
import dev.freehold.sandbox.login.Person;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** GitHub as a provider of sign-in: the OAuth App's pages, and who the token is of. */
final class GitHubLogin {

  private static final String SCOPE = "read:user,user:email";

  private final Grants grants;
  private final Routes routes = new Routes();

  GitHubLogin(State state) {
    grants = new Grants(state);
    routes
        .on("GET", "/login/oauth/authorize", GitHubLogin::page)
        .on("POST", "/login/oauth/authorize", this::chosen)
        .on("POST", "/login/oauth/access_token", this::token)
        .on("GET", "/user", this::user)
        .on("GET", "/user/emails", this::emails);
  }

  static boolean isOf(SimRequest request) {
    String path = request.path();
    return path.startsWith("/login/") || path.equals("/user") || path.equals("/user/emails");
  }

  SimResponse answer(SimRequest request) {
    return routes.answer(request);
  }

  URI signIn(URI authorizationUrl, Person person, Instant now) {
    return grants.signIn(authorizationUrl, person, now, "");
  }

  private static SimResponse page(SimRequest request) {
    return GitHubSimulator.CLIENT_ID.equals(request.query("client_id"))
        ? LoginPage.show("GitHub", request)
        : LoginPage.fault("404 There is no such application.");
  }

  private SimResponse chosen(SimRequest request) {
    return LoginPage.chosen(request, person -> grants.issue(request, person, ""));
  }

  /** Faults are answered with 200, as GitHub does. */
  private SimResponse token(SimRequest request) {
    Map<String, List<String>> form = request.form();
    if (!Grants.field(form, "client_id").equals(GitHubSimulator.CLIENT_ID)
        || !Grants.field(form, "client_secret").equals(GitHubSimulator.CLIENT_SECRET)) {
      return error(
          "incorrect_client_credentials",
          "The client_id and/or client_secret passed are incorrect.");
    }
    return grants
        .redeem(form, request.at())
        .map(
            grant ->
                SimResponse.json(
                    200,
                    SimJson.object()
                        .put("access_token", grants.token("gho_", grant))
                        .put("scope", SCOPE)
                        .put("token_type", "bearer")))
        .orElseGet(
            () -> error("bad_verification_code", "The code passed is incorrect or expired."));
  }

  private static SimResponse error(String code, String description) {
    return SimResponse.json(
        200, SimJson.object().put("error", code).put("error_description", description));
  }

  private Person person(SimRequest request) {
    String header = request.header("authorization", "");
    return grants
        .person(header.substring(header.indexOf(' ') + 1))
        .orElseThrow(() -> new GitHubError(401, "Bad credentials"));
  }

  private SimResponse user(SimRequest request) {
    Person person = person(request);
    ObjectNode user =
        SimJson.object()
            .put("login", person.email().replaceAll("@.*|[^A-Za-z0-9-]", ""))
            .put("id", Long.parseLong(person.subject()))
            .put("type", "User")
            .put("name", person.name());
    return SimResponse.json(200, user.putNull("email"));
  }

  private SimResponse emails(SimRequest request) {
    Person person = person(request);
    var emails = SimJson.array();
    emails
        .addObject()
        .put("email", "old-" + person.email())
        .put("primary", false)
        .put("verified", true)
        .putNull("visibility");
    emails
        .addObject()
        .put("email", person.email())
        .put("primary", true)
        .put("verified", person.emailVerified())
        .put("visibility", "private");
    return SimResponse.json(200, emails);
  }
}
