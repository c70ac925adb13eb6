package dev.freehold.verify.attacks;

import static dev.freehold.verify.attacks.Target.HTTP;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.verify.host.Client;
import dev.freehold.verify.host.Reply;
import dev.freehold.verify.host.Tenant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Getting more than was given: by fields nobody asked for, and by giving to oneself. */
class SelfPromotionTest {

  private static String keys(Tenant tenant) {
    return "/v1/organizations/%s/api-keys".formatted(tenant.organizationId());
  }

  /** A field that the operation doesn't know is a fault, not a wish. */
  private static void refusesUnknown(Reply reply, String field) {
    reply.refused(400, "VALIDATION_FAILED");
    assertThat(
            Stream.iterate(0, i -> i + 1)
                .limit(reply.body().path("errors").size())
                .map(i -> reply.body().path("errors").get(i))
                .map(fault -> fault.path("field").asText() + " " + fault.path("code").asText()))
        .contains(field + " UNKNOWN_FIELD");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "userId",
        "user_id",
        "ownerId",
        "organizationId",
        "key",
        "keyHash",
        "prefix",
        "revokedAt",
        "requestCount"
      })
  void aKeyIsMintedForNobodyElse(String field) {
    Tenant ada = Tenant.signUp(HTTP);
    Tenant bob = Tenant.signUp(HTTP);

    refusesUnknown(
        HTTP.as(ada.session())
            .post(
                keys(ada),
                Map.of(
                    "name",
                    "k",
                    "permissions",
                    List.of("platforms:read"),
                    field,
                    bob.organizationId())),
        field);
  }

  @Test
  void aKeyIsItsMakers() {
    Tenant ada = Tenant.signUp(HTTP);

    Reply made =
        HTTP.as(ada.session())
            .post(keys(ada), Map.of("name", "k", "permissions", List.of("platforms:read")))
            .is(201);

    assertThat(made.text("/userId"))
        .isEqualTo(HTTP.as(ada.session()).get("/v1/session").is(200).text("/user/id"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "role",
        "status",
        "emailVerified",
        "isAdmin",
        "organizationId",
        "userId",
        "via",
        "metadata"
      })
  void aSignUpGivesNoRole(String field) {
    var body = new HashMap<String, Object>();
    body.put("email", "mallory@acme.test");
    body.put("password", Tenant.PASSWORD);
    body.put(field, "superadmin");

    refusesUnknown(HTTP.post("/v1/auth/sign-up", body), field);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ownerId", "kind", "isDefault", "role", "createdAt", "version"})
  void anOrganizationIsOfNoOtherKindOrOwner(String field) {
    Tenant ada = Tenant.signUp(HTTP);

    refusesUnknown(
        HTTP.as(ada.session()).post("/v1/organizations", Map.of("name", "New", field, "operator")),
        field);
  }

  /** What operators alone may do is no permission that a tenant's owner can put on a key. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "users:read",
        "users:impersonate",
        "platforms:suspend",
        "operators:manage",
        "billing:operate",
        "audit:read-any"
      })
  void anOwnerGivesNoOperatorsPermission(String permission) {
    Tenant ada = Tenant.signUp(HTTP);

    HTTP.as(ada.session())
        .post(keys(ada), Map.of("name", "k", "permissions", List.of(permission)))
        .refused(403, "ESCALATION");
  }

  @Test
  void aKeyDoesNoMoreThanItSays() {
    Tenant ada = Tenant.signUp(HTTP);
    Client key = HTTP.as(ada.key(HTTP, "platforms:read"));

    key.get("/v1/platforms").is(200);
    key.get(keys(ada)).refused(403, "PERMISSION_DENIED");
    key.post(keys(ada), Map.of("name", "k", "permissions", List.of("platforms:read")))
        .refused(403, "PERMISSION_DENIED");
  }

  /** Operators' routes are not there for who signs up, whatever they own. */
  @Test
  void aTenantsOwnerIsNoOperator() {
    Tenant ada = Tenant.signUp(HTTP);

    JsonNode session = HTTP.as(ada.session()).get("/v1/session").is(200).body();

    assertThat(session.path("user").path("role").asText()).isEqualTo("user");
    assertThat(session.path("permissions").toString()).doesNotContain("users:", "operators:");
    HTTP.as(ada.session()).get("/v1/runs").refused(403, "PERMISSION_DENIED");
  }
}
