package dev.freehold.functions.identity.operator;

import static dev.freehold.functions.identity.People.json;
import static dev.freehold.functions.identity.People.outcome;
import static dev.freehold.functions.identity.operator.Staff.path;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.freehold.functions.identity.UserFunctions;
import dev.freehold.functions.identity.audit.SecurityLogFunctions;
import dev.freehold.functions.identity.organization.OrganizationFunctions;
import dev.freehold.kernel.Json;
import dev.freehold.testing.Events;
import dev.freehold.testing.Rows;
import dev.freehold.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What no table can keep is the caller's fault and not ours. */
// kernel §13.24
@QuarkusTest
@WithTestResource(TestDatabase.class)
class JunkTest {

  @Inject Staff staff;
  @Inject AnyUserFunctions users;
  @Inject UserBanFunctions bans;
  @Inject UserFunctions own;
  @Inject SecurityLogFunctions log;
  @Inject OrganizationFunctions organizations;

  private Staff.Somebody root = new Staff.Somebody(new UUID(0, 0), new UUID(0, 0), "");

  @BeforeEach
  void hire() {
    root = staff.superadmin();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"name\":\"a\\u0000b\"}",
        "{\"preferences\":{\"theme\":\"a\\u0000b\"}}",
        "{\"preferences\":{\"a\\u0000b\":[1]}}",
        "{\"preferences\":{\"scale\":[1e999999999]}}",
        "{\"preferences\":{\"scale\":1e-999999999}}"
      })
  void inABody(String body) {
    var event = Events.of("PATCH", "/v1/users/me").bearer(root.token()).json(body).build();

    assertThat(outcome(own.update(event))).isEqualTo("400 VALIDATION_FAILED");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"+999999999-12-31T23:59:59Z", "+10000-01-01T00:00:00Z", "0000-01-01T00:00:00Z"})
  void inATime(String time) {
    var ban =
        Events.post(path(Rows.user()) + "/ban")
            .bearer(root.token())
            .json("{\"reason\":\"x\",\"expiresAt\":\"" + time + "\"}");
    String from = "?from=" + time.replace("+", "%2B");

    assertThat(outcome(bans.ban(ban.build()))).isEqualTo("400 VALIDATION_FAILED");
    assertThat(
            outcome(root.get(log::listAllAuthentication, "/v1/admin/audit/authentication" + from)))
        .isEqualTo("400 VALIDATION_FAILED");
  }

  @Test
  void inAQuery() {
    assertThat(outcome(root.get(users::list, "/v1/admin/users?query=a%00b")))
        .isEqualTo("400 VALIDATION_FAILED");
    assertThat(outcome(root.get(log::own, "/v1/users/me/authentication-events?eventType=%00")))
        .isEqualTo("400 VALIDATION_FAILED");
  }

  /** The refusal names what was asked for in the audit. */
  @Test
  void inAPath() {
    assertThat(outcome(root.get(users::get, "/v1/admin/users/%00"))).isEqualTo("404 NOT_FOUND");
    assertThat(outcome(users.get(Events.get("/v1/admin/users/%00").build())))
        .isEqualTo("401 UNAUTHENTICATED");
  }

  @ParameterizedTest
  @ValueSource(strings = {"yesterday", "+999999999-12-31T23:59:59Z", "\u0000"})
  void inACursor(String time) throws Exception {
    Rows.organization(root.id());
    String list = "/v1/organizations?limit=1";
    String cursor = json(root.get(organizations::list, list)).at("/pagination/nextCursor").asText();
    var parts = (ArrayNode) Json.mapper().readTree(Base64.getUrlDecoder().decode(cursor));
    parts.set(1, time);
    String forged =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(Json.write(parts).getBytes(StandardCharsets.UTF_8));

    assertThat(outcome(root.get(organizations::list, list + "&cursor=" + forged)))
        .isEqualTo("400 CURSOR_INVALID");
  }
}
