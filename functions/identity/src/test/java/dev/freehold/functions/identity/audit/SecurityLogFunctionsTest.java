package dev.freehold.functions.identity.audit;

import static dev.freehold.functions.identity.People.json;
import static dev.freehold.functions.identity.People.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.functions.identity.People;
import dev.freehold.functions.identity.permission.RoleFunctions;
import dev.freehold.identity.AuthenticationEvent;
import dev.freehold.identity.AuthenticationLog;
import dev.freehold.identity.audit.SecurityLog;
import dev.freehold.kernel.Call;
import dev.freehold.kernel.PageRequest;
import dev.freehold.kernel.Scope;
import dev.freehold.kernel.Transactions;
import dev.freehold.testing.Events;
import dev.freehold.testing.Rows;
import dev.freehold.testing.SettableClock;
import dev.freehold.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Both audits as they are read. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
class SecurityLogFunctionsTest {

  @Inject SecurityLogFunctions logs;
  @Inject RoleFunctions roles;
  @Inject People people;
  @Inject AuthenticationLog writing;
  @Inject SecurityLog log;
  @Inject Transactions transactions;
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

  private void happened(AuthenticationEvent event) {
    Call.system("test", Scope.tenant(organization))
        .run(
            () ->
                transactions.required(
                    () -> {
                      writing.add(event);
                      return event;
                    }));
  }

  private static APIGatewayV2HTTPResponse get(
      Function<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> operation,
      String session,
      String target) {
    return operation.apply(Events.get(target).bearer(session).build());
  }

  private JsonNode authentications(String query) {
    return json(
        get(
            logs::listAuthentication,
            ownerSession,
            "/v1/organizations/%s/audit/authentication%s".formatted(organization, query)));
  }

  private JsonNode decisions(String query) {
    return json(
        get(
            logs::listAuthorization,
            ownerSession,
            "/v1/organizations/%s/audit/authorization%s".formatted(organization, query)));
  }

  private static List<String> types(JsonNode page) {
    return page.get("data").findValuesAsText("eventType");
  }

  @Test
  void peopleSeeWhatHappenedToTheirAccountAndNeverTheAddressTried() {
    People.SignedUp ada = people.signUp();
    people.signIn(ada.email(), "not the right one");

    var answer = get(logs::own, ada.sessionToken(), "/v1/users/me/authentication-events");
    var signUps =
        get(logs::own, ada.sessionToken(), "/v1/users/me/authentication-events?eventType=sign_up");

    assertThat(types(json(answer))).contains("sign_up");
    assertThat(answer.getBody()).doesNotContain("subjectHash").doesNotContain(ada.email());
    assertThat(types(json(signUps))).containsOnly("sign_up");
    assertThat(json(signUps).get("data").get(0).get("userId").asText())
        .isEqualTo(ada.userId().toString());
  }

  @Test
  void ownEventsAreForSessionsAndOthersAreNotAmongThem() {
    happened(AuthenticationEvent.success("banned", member).organization(organization));

    assertThat(types(json(get(logs::own, ownerSession, "/v1/users/me/authentication-events"))))
        .isEmpty();
    assertThat(types(json(get(logs::own, memberSession, "/v1/users/me/authentication-events"))))
        .containsExactly("banned");
    String key = Rows.apiKey(organization, owner, "audit:read");
    assertThat(outcome(get(logs::own, key, "/v1/users/me/authentication-events")))
        .isEqualTo("403 PERMISSION_DENIED");
  }

  @Test
  void anOrganizationsEventsAreFilteredAndPaged() {
    happened(AuthenticationEvent.success("sign_in", owner).organization(organization));
    clock.advance(Duration.ofSeconds(1));
    happened(
        AuthenticationEvent.failure("second_factor", member, null, "wrong_code")
            .organization(organization));
    clock.advance(Duration.ofSeconds(1));
    happened(
        AuthenticationEvent.success("api_key_created", member)
            .organization(organization)
            .details(Map.of("apiKeyId", "k")));

    assertThat(types(authentications("")))
        .containsExactly("api_key_created", "second_factor", "sign_in");
    assertThat(types(authentications("?userId=" + owner))).containsExactly("sign_in");
    assertThat(types(authentications("?result=failure"))).containsExactly("second_factor");
    assertThat(types(authentications("?eventType=sign_in"))).containsExactly("sign_in");
    assertThat(types(authentications("?from=2026-04-01T10:00:01Z&to=2026-04-01T10:00:02Z")))
        .containsExactly("second_factor");
    JsonNode newest = authentications("").get("data").get(0);
    assertThat(newest.get("details").toString()).isEqualTo("{\"apiKeyId\":\"k\"}");
    assertThat(newest.get("result").asText()).isEqualTo("success");

    var seen = new ArrayList<String>();
    String cursor = "";
    do {
      JsonNode page = authentications("?limit=1" + cursor);
      seen.addAll(types(page));
      cursor = "&cursor=" + page.path("pagination").path("nextCursor").asText();
      if (!page.path("pagination").path("hasMore").asBoolean()) {
        break;
      }
    } while (seen.size() < 10);
    assertThat(seen).containsExactly("api_key_created", "second_factor", "sign_in");
  }

  @Test
  void decisionsNameTheOperationThePermissionAndTheRefusal() {
    roles.create(
        Events.post("/v1/organizations/%s/roles".formatted(organization))
            .bearer(memberSession)
            .json("{\"name\":\"builder\",\"permissions\":[]}")
            .build());
    clock.advance(Duration.ofSeconds(1));
    roles.create(
        Events.post("/v1/organizations/%s/roles".formatted(organization))
            .bearer(ownerSession)
            .json("{\"name\":\"builder\",\"permissions\":[]}")
            .build());

    JsonNode all = decisions("").get("data");

    assertThat(all.findValuesAsText("result")).containsExactly("granted", "denied");
    assertThat(all.findValuesAsText("operation"))
        .containsExactly("identity-create-role", "identity-create-role");
    assertThat(all.findValuesAsText("permission")).containsExactly("roles:manage", "roles:manage");
    assertThat(all.get(1).get("reason").asText()).isEqualTo("PERMISSION_DENIED");
    assertThat(all.get(1).get("userId").asText()).isEqualTo(member.toString());
    assertThat(decisions("?result=denied").get("data")).hasSize(1);
    assertThat(decisions("?permission=billing:read").get("data")).isEmpty();
    assertThat(decisions("?userId=" + owner).get("data").findValuesAsText("result"))
        .containsExactly("granted");
  }

  @Test
  void onlyReadersOfTheAuditReadItAndOnlyTheirOwn() {
    String path = "/v1/organizations/%s/audit/authentication".formatted(organization);
    UUID stranger = Rows.user();
    String elsewhere = Rows.session(stranger, Rows.organization(stranger));
    happened(AuthenticationEvent.success("sign_in", owner).organization(organization));

    assertThat(outcome(get(logs::listAuthentication, memberSession, path)))
        .isEqualTo("403 PERMISSION_DENIED");
    assertThat(outcome(get(logs::listAuthentication, elsewhere, path))).isEqualTo("404 NOT_FOUND");
    assertThat(
            outcome(
                get(
                    logs::listAuthorization,
                    elsewhere,
                    "/v1/organizations/%s/audit/authorization".formatted(organization))))
        .isEqualTo("404 NOT_FOUND");
    assertThat(outcome(get(logs::listAuthentication, ownerSession, path + "?result=maybe")))
        .isEqualTo("400 VALIDATION_FAILED");
    assertThat(outcome(get(logs::listAuthentication, ownerSession, path + "?from=yesterday")))
        .isEqualTo("400 VALIDATION_FAILED");
  }

  @Test
  void operatorsReadAllWithASecondFactor() {
    happened(AuthenticationEvent.success("sign_in", owner).organization(organization));
    UUID operator = Rows.operator();
    UUID operators = Rows.organization(operator, "operator");
    String session = Rows.operatorSession(operator, operators);
    String path = "/v1/admin/audit/authentication?userId=" + owner;

    assertThat(types(json(get(logs::listAllAuthentication, session, path))))
        .containsExactly("sign_in");
    assertThat(
            types(
                json(
                    get(
                        logs::listAllAuthentication,
                        session,
                        path + "&organizationId=" + organization))))
        .containsExactly("sign_in");
    assertThat(
            types(
                json(
                    get(
                        logs::listAllAuthentication,
                        session,
                        path + "&organizationId=" + operators))))
        .isEmpty();
    assertThat(outcome(get(logs::listAllAuthorization, session, "/v1/admin/audit/authorization")))
        .isEqualTo("200");
    assertThat(outcome(get(logs::listAllAuthentication, ownerSession, path)))
        .isEqualTo("403 PERMISSION_DENIED");
    assertThat(outcome(get(logs::listAllAuthentication, Rows.session(operator, operators), path)))
        .isEqualTo("403 TWO_FACTOR_REQUIRED");
  }

  @Test
  void aPageIsOneStatement() {
    Call call = Call.system("test", Scope.tenant(organization));
    call.run(
        () ->
            log.authentications(
                new SecurityLog.Filter(organization, null, null, null, null, null),
                PageRequest.first(20)));

    assertThat(call.state().statements()).isEqualTo(1);
  }
}
