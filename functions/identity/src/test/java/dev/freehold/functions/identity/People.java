package dev.freehold.functions.identity;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.kernel.Json;
import dev.freehold.kernel.Secrets;
import dev.freehold.testing.Events;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** People who sign up and in as people do, each from a network of their own. */
@ApplicationScoped
public class People {

  public static final String PASSWORD = "a long walk on a short pier";

  private final SignUpFunctions signUps;
  private final SignInFunctions signIns;
  private final Mailbox mailbox;

  People(SignUpFunctions signUps, SignInFunctions signIns, Mailbox mailbox) {
    this.signUps = signUps;
    this.signIns = signIns;
    this.mailbox = mailbox;
  }

  public static String address() {
    return "ada-" + Secrets.word(10) + "@acme.test";
  }

  public static String network() {
    var random = ThreadLocalRandom.current();
    return "10.%d.%d.%d".formatted(random.nextInt(256), random.nextInt(256), random.nextInt(256));
  }

  public static JsonNode json(APIGatewayV2HTTPResponse response) {
    return Json.tree(response.getBody());
  }

  /** Status and, of a problem, its code: {@code 201}, {@code 409 EMAIL_TAKEN}. */
  public static String outcome(APIGatewayV2HTTPResponse response) {
    String body = response.getBody();
    String code = response.getStatusCode() < 400 ? "" : ' ' + Json.tree(body).path("code").asText();
    return response.getStatusCode() + code;
  }

  public APIGatewayV2HTTPResponse startSignUp(String email) {
    return startSignUp(Map.of("email", email, "password", PASSWORD, "name", "Ada"));
  }

  public APIGatewayV2HTTPResponse startSignUp(Map<String, ?> body) {
    return signUps.start(
        Events.post("/v1/auth/sign-up").ip(network()).json(Json.write(body)).build());
  }

  public APIGatewayV2HTTPResponse confirmSignUp(Map<String, ?> body) {
    return signUps.confirm(
        Events.post("/v1/auth/sign-up/confirm").ip(network()).json(Json.write(body)).build());
  }

  public APIGatewayV2HTTPResponse confirmFromPage(String body, String origin) {
    return signUps.confirm(
        Events.post("/v1/auth/sign-up/confirm")
            .ip(network())
            .header("Origin", origin)
            .json(body)
            .build());
  }

  /** The answer of a whole sign-up: a session's token, a user, an organization. */
  public SignedUp signUp() {
    String email = address();
    JsonNode started = json(startSignUp(email));
    JsonNode confirmed =
        json(
            confirmSignUp(
                Map.of(
                    "signUpId", started.get("signUpId").asText(),
                    "code", mailbox.code("sign-up-code", email))));
    return new SignedUp(
        email,
        UUID.fromString(confirmed.path("user").path("id").asText()),
        UUID.fromString(confirmed.path("organizationId").asText()),
        confirmed.path("sessionToken").asText());
  }

  public record SignedUp(String email, UUID userId, UUID organizationId, String sessionToken) {}

  public APIGatewayV2HTTPResponse signIn(String email, String password) {
    return signIn(Map.of("email", email, "password", password));
  }

  public APIGatewayV2HTTPResponse signIn(Map<String, ?> body) {
    return signIns.create(
        Events.post("/v1/auth/sign-in").ip(network()).json(Json.write(body)).build());
  }

  public APIGatewayV2HTTPResponse confirmSecondFactor(Map<String, ?> body) {
    return signIns.confirm(
        Events.post("/v1/auth/second-factor").ip(network()).json(Json.write(body)).build());
  }

  public APIGatewayV2HTTPResponse resendSecondFactor(String challengeId) {
    return signIns.resend(
        Events.post("/v1/auth/second-factor/resend")
            .ip(network())
            .json(Json.write(Map.of("challengeId", challengeId)))
            .build());
  }

  public APIGatewayV2HTTPResponse resendSignUp(String signUpId) {
    return signUps.resend(
        Events.post("/v1/auth/sign-up/resend")
            .ip(network())
            .json(Json.write(Map.of("signUpId", signUpId)))
            .build());
  }
}
