package dev.freehold.verify.host;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Somebody who signed up: an owner with an organization and a session. */
public record Tenant(String email, String organizationId, String session) {

  public static final String PASSWORD = "a long walk on a short pier";

  /** By the same calls as a person's. */
  public static Tenant signUp(Client http) {
    String name = "t" + UUID.randomUUID().toString().substring(24);
    String email = name + "@acme.test";
    String signUpId =
        http.post(
                "/v1/auth/sign-up",
                Map.of(
                    "email", email,
                    "password", PASSWORD,
                    "name", name,
                    "organizationName", name))
            .is(202)
            .text("/signUpId");
    String code = code(http, "sign-up-code", email);
    Reply confirmed =
        http.post("/v1/auth/sign-up/confirm", Map.of("signUpId", signUpId, "code", code)).is(201);
    return new Tenant(email, confirmed.text("/organizationId"), confirmed.text("/sessionToken"));
  }

  /** A session of its own, fresh for a quarter of an hour from now. */
  public Tenant signIn(Client http) {
    Reply challenge =
        http.post("/v1/auth/sign-in", Map.of("email", email, "password", PASSWORD)).is(200);
    String code = code(http, "sign-in-code", email);
    Reply reply =
        http.post(
                "/v1/auth/second-factor",
                Map.of(
                    "challengeId",
                    challenge.text("/challengeId"),
                    "method",
                    "email_code",
                    "code",
                    code))
            .is(200);
    return new Tenant(email, organizationId, reply.text("/sessionToken"));
  }

  /** The code of the newest mail of a template, once it is delivered. */
  public static String code(Client http, String template, String email) {
    settle(http);
    return http.get("/v1/sandbox/mail?to=%s&template=%s".formatted(email, template))
        .is(200)
        .text("/data/0/code");
  }

  /** The token in the first link of the newest mail of a template, once it is delivered. */
  public static String token(Client http, String template, String email) {
    settle(http);
    String link =
        http.get("/v1/sandbox/mail?to=%s&template=%s".formatted(email, template))
            .is(200)
            .text("/data/0/links/0");
    return link.substring(link.indexOf("token=") + "token=".length());
  }

  public static Reply settle(Client http) {
    return http.post("/v1/sandbox/settle", Map.of()).is(200);
  }

  public static Reply advance(Client http, String by) {
    return http.post("/v1/sandbox/clock/advance", Map.of("by", by)).is(200);
  }

  /** An API key of the organization with these permissions alone. */
  public String key(Client http, String... permissions) {
    return http.as(session)
        .post(
            "/v1/organizations/" + organizationId + "/api-keys",
            Map.of("name", "test", "permissions", List.of(permissions)))
        .is(201)
        .text("/key");
  }

  /**
   * Begins a platform's onboarding; the answer has {@code platformId} and {@code provisionJobId}.
   */
  public JsonNode startOnboarding(Client http) {
    return http.as(session)
        .post(
            "/v1/onboarding",
            Map.of(
                "platformName",
                "Acme",
                "slug",
                "p" + UUID.randomUUID().toString().substring(24),
                "tier",
                "starter",
                "billingEmail",
                email))
        .is(201)
        .body();
  }
}
