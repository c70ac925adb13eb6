package dev.freehold.functions.identity.permission;

import static dev.freehold.functions.identity.People.json;
import static dev.freehold.functions.identity.People.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.kernel.Json;
import dev.freehold.testing.Events;
import dev.freehold.testing.Owner;
import dev.freehold.testing.Rows;
import dev.freehold.testing.SettableClock;
import dev.freehold.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** identity-list-permissions and identity-check-permissions. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
class PermissionFunctionsTest {

  @Inject PermissionFunctions permissions;
  @Inject SettableClock clock;

  private final UUID owner = Rows.user();
  private final UUID organization = Rows.organization(owner);
  private final UUID member = Rows.memberOf(organization, "member");
  private final String ownerSession = Rows.session(owner, organization);
  private final String memberSession = Rows.session(member, organization);

  @AfterEach
  void putTheClockBack() {
    clock.set(Rows.NOW);
  }

  private APIGatewayV2HTTPResponse check(String caller, Map<String, ?> more, String... asked) {
    var body = new HashMap<String, Object>(Map.of("permissions", List.of(asked)));
    body.putAll(more);
    return permissions.check(
        Events.post("/v1/permissions/check").bearer(caller).json(Json.write(body)).build());
  }

  private static List<String> results(APIGatewayV2HTTPResponse answer) {
    var results = new ArrayList<String>();
    for (JsonNode result : json(answer).get("results")) {
      results.add(result.get("allowed").asText() + ' ' + result.get("source").asText());
    }
    return results;
  }

  private void grant(String permission, String effect) {
    Owner.update(
        """
        INSERT INTO identity.permission_grants (id, organization_id, user_id, permission, effect,
          granted_by, expires_at, created_at, updated_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        UUID.randomUUID(),
        organization,
        member,
        permission,
        effect,
        owner,
        Rows.NOW.plusSeconds(60),
        Rows.NOW,
        Rows.NOW);
  }

  @Test
  void saysWhyEachIsAllowedOrNot() {
    grant("billing:read", "allow");
    grant("keys:create", "deny");
    String[] asked = {"platforms:read", "billing:read", "keys:create", "billing:manage"};

    var own = check(memberSession, Map.of(), asked);
    var ofOther = check(ownerSession, Map.of("userId", member), asked);

    assertThat(results(own))
        .containsExactly("true role", "true grant", "false denial", "false none");
    assertThat(results(ofOther)).isEqualTo(results(own));
    assertThat(json(own).get("allowed").asBoolean()).isFalse();
    assertThat(json(ofOther).get("userId").asText()).isEqualTo(member.toString());
  }

  @Test
  void grantAndDenialEndExactlyAtTheirExpiry() {
    // identity §8.21
    grant("billing:read", "allow");
    grant("keys:create", "deny");
    clock.set(Rows.NOW.plusSeconds(60).minusMillis(1));
    var before = check(ownerSession, Map.of("userId", member), "billing:read", "keys:create");

    clock.set(Rows.NOW.plusSeconds(60));
    var after = check(ownerSession, Map.of("userId", member), "billing:read", "keys:create");

    assertThat(results(before)).containsExactly("true grant", "false denial");
    assertThat(results(after)).containsExactly("false none", "true role");
  }

  @Test
  void whoIsBlockedMayNothingWhileItLasts() {
    grant("billing:read", "allow");
    String[] asked = {"platforms:read", "billing:read"};
    Owner.update(
        """
        UPDATE identity.users SET status = 'banned', ban_reason = 'spam', ban_expires_at = ?
        WHERE id = ?
        """,
        Rows.NOW.plusSeconds(30),
        member);

    var banned = check(ownerSession, Map.of("userId", member), asked);
    clock.set(Rows.NOW.plusSeconds(30));
    var over = check(ownerSession, Map.of("userId", member), asked);
    Owner.update(
        """
        UPDATE identity.users SET status = 'disabled', ban_reason = NULL, ban_expires_at = NULL
        WHERE id = ?
        """,
        member);
    var disabled = check(ownerSession, Map.of("userId", member), asked);

    assertThat(results(banned)).containsExactly("false none", "false none");
    assertThat(results(over)).containsExactly("true role", "true grant");
    assertThat(results(disabled)).containsExactly("false none", "false none");
  }

  @Test
  void aKeyIsCutToItsOwnAndSaysSo() {
    String key = Rows.apiKey(organization, owner, "platforms:read");
    String service = Rows.serviceKey(organization, owner, "billing:read");

    assertThat(results(check(key, Map.of(), "platforms:read", "billing:read")))
        .containsExactly("true role", "false key");
    assertThat(results(check(service, Map.of(), "billing:read", "platforms:read")))
        .containsExactly("true key", "false none");
  }

  @Test
  void othersAreCheckedByWhoMay() {
    assertThat(outcome(check(memberSession, Map.of("userId", owner), "platforms:read")))
        .isEqualTo("403 PERMISSION_DENIED");
    assertThat(outcome(check(ownerSession, Map.of("userId", Rows.user()), "platforms:read")))
        .isEqualTo("404 NOT_FOUND");
    assertThat(
            outcome(
                check(
                    ownerSession,
                    Map.of("organizationId", Rows.organization(Rows.user())),
                    "platforms:read")))
        .isEqualTo("404 NOT_FOUND");
  }

  @Test
  void refusesWhatIsNotInTheCatalogue() {
    assertThat(outcome(check(ownerSession, Map.of(), "platforms:read", "platforms:paint")))
        .isEqualTo("422 UNKNOWN_PERMISSION");
    assertThat(outcome(check(ownerSession, Map.of()))).isEqualTo("400 VALIDATION_FAILED");
    assertThat(results(check(ownerSession, Map.of(), "app.shop:sell")))
        .containsExactly("true role");
  }

  @Test
  void theCatalogueIsShownToAnyCaller() {
    var answer = permissions.list(Events.get("/v1/permissions").bearer(memberSession).build());

    assertThat(outcome(answer)).isEqualTo("200");
    assertThat(json(answer).get("data").toString())
        .contains(
            "{\"permission\":\"platforms:cancel\",\"scope\":\"organization\",\"roles\":[\"owner\"]}",
            "{\"permission\":\"plans:manage\",\"scope\":\"operator\",\"roles\":[]}");
  }
}
