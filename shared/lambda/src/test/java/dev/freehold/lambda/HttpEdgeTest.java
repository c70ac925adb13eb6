package dev.freehold.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.kernel.Json;
import dev.freehold.testing.Events;
import dev.freehold.testing.Owner;
import dev.freehold.testing.Rows;
import dev.freehold.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** The order of the edge's checks (kernel 4.1), its documents, headers and idempotency. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
class HttpEdgeTest {

  private static final String GOOD = "{\"name\":\"abc\",\"size\":3}";

  @Inject ThingFunctions things;

  private final UUID owner = Rows.user();
  private final UUID organization = Rows.organization(owner);
  private final String session = Rows.session(owner, organization);

  private static JsonNode body(APIGatewayV2HTTPResponse response) {
    return Json.tree(response.getBody());
  }

  private static String code(APIGatewayV2HTTPResponse response) {
    return response.getStatusCode() + " " + body(response).path("code").asText();
  }

  private Events post() {
    return Events.post("/v1/things").bearer(session);
  }

  @Test
  void goodCallIsAnsweredWithLocationAndEtag() {
    var response = things.create(post().json(GOOD).header("X-Request-Id", "r-91").build());

    assertThat(response.getStatusCode()).isEqualTo(201);
    assertThat(response.getHeaders())
        .containsEntry("X-Request-Id", "r-91")
        .containsEntry("ETag", "\"3\"")
        .containsEntry("Cache-Control", "no-store")
        .containsEntry("X-Content-Type-Options", "nosniff")
        .containsKey("Location");
  }

  // The order of kernel 4.1: each call has every later fault too.
  @Test
  void firstFailingCheckAnswers() {
    String big = "{\"name\":\"" + "a".repeat(1_048_576) + "\"}";
    UUID other = Rows.organization(Rows.user());

    assertThat(code(things.create(Events.post("/v1/other").json(big).build())))
        .isEqualTo("404 NOT_FOUND");
    assertThat(code(things.create(Events.post("/v1/things").json(big).build())))
        .isEqualTo("413 BODY_TOO_LARGE");
    assertThat(
            code(
                things.create(
                    Events.post("/v1/things")
                        .header("Content-Type", "text/plain")
                        .json("x")
                        .build())))
        .isEqualTo("415 UNSUPPORTED_MEDIA_TYPE");
    assertThat(code(things.create(Events.post("/v1/things").json("x").build())))
        .isEqualTo("401 UNAUTHENTICATED");
    assertThat(
            code(
                things.create(
                    post().header("X-Organization-Id", other.toString()).json("x").build())))
        .isEqualTo("404 NOT_FOUND");
    String reader = Rows.session(Rows.memberOf(organization, "member"), organization);
    assertThat(
            code(
                things.create(
                    Events.post("/v1/things")
                        .bearer(reader)
                        .header("Idempotency-Key", "")
                        .json("x")
                        .build())))
        .isEqualTo("403 PERMISSION_DENIED");
    assertThat(code(things.create(post().header("Idempotency-Key", "").json("x").build())))
        .isEqualTo("400 IDEMPOTENCY_KEY_INVALID");
    assertThat(code(things.create(post().json("x").build()))).isEqualTo("400 BODY_MALFORMED");
  }

  @Test
  void allFaultsOfABodyAreNamedAtOnce() {
    var response =
        things.create(
            post().json("{\"name\":\"A\",\"size\":11,\"colour\":\"RED\",\"extra\":1}").build());

    assertThat(code(response)).isEqualTo("400 VALIDATION_FAILED");
    assertThat(body(response).get("errors").toString())
        .contains("\"field\":\"colour\",\"code\":\"ENUM\"")
        .contains("\"field\":\"extra\",\"code\":\"UNKNOWN_FIELD\"")
        .contains("\"field\":\"name\",\"code\":\"PATTERN\"")
        .contains("\"field\":\"size\",\"code\":\"RANGE\"");
  }

  /** Nobody is told of a refusal that the audit does not know, and everybody gets an answer. */
  @Test
  void aRefusalThatCannotBeWrittenDownIs503() throws Exception {
    try (Connection other = Owner.connect("postgres");
        Statement lock = other.createStatement()) {
      other.setAutoCommit(false);
      lock.execute("LOCK TABLE identity.audit_authorization IN ACCESS EXCLUSIVE MODE");

      var response = things.create(Events.post("/v1/things").json(GOOD).build());

      assertThat(code(response)).isEqualTo("503 UNAVAILABLE");
      assertThat(response.getHeaders()).containsKey("X-Request-Id");
    }
    assertThat(code(things.create(Events.post("/v1/things").json(GOOD).build())))
        .isEqualTo("401 UNAUTHENTICATED");
  }

  // kernel §13.24
  @Test
  void junkIsRefusedAndNeverAFault() {
    for (String junk :
        List.of(
            "{\"name\":\"a\",\"name\":\"b\",\"size\":1}",
            "[".repeat(2000),
            "{\"a\":".repeat(500),
            "[]",
            "null",
            "\"x\"",
            "{\"name\":1,\"size\":\"2\"}",
            "{\"name\":{\"deep\":[1]},\"size\":1.5}",
            "{\"name\":\"a\u0000b\",\"size\":1}",
            "{\"name\":\"a\\u0000b\",\"size\":1}")) {
      assertThat(things.create(post().json(junk).build()).getStatusCode()).as(junk).isEqualTo(400);
    }
    String list = "/v1/organizations/" + organization + "/things";
    for (String query :
        List.of(
            "?limit=0",
            "?limit=101",
            "?limit=x",
            "?cursor=x",
            "?cursor=W10",
            "?other=1",
            "?colour=BLUE",
            "?colour=red&colour=red",
            "?colour=%zz")) {
      assertThat(things.list(Events.get(list + query).bearer(session).build()).getStatusCode())
          .as(query)
          .isEqualTo(400);
    }
  }

  @Test
  void anOrganizationThatIsNoneIsNotTheCallersOwn() {
    assertThat(
            code(
                things.create(
                    Events.post("/v1/things?organizationId=x").bearer(session).json(GOOD).build())))
        .isEqualTo("400 VALIDATION_FAILED");
  }

  @Test
  void anOperatorsRightNeedsASecondFactorAlsoWhereTheyAreAMember() {
    UUID operator = Rows.operator();
    Rows.member(organization, operator, "member");
    String path = "/v1/organizations/" + organization + "/secrets";

    assertThat(
            code(
                things.secrets(
                    Events.get(path).bearer(Rows.session(operator, organization)).build())))
        .isEqualTo("403 TWO_FACTOR_REQUIRED");
    assertThat(
            things
                .secrets(
                    Events.get(path).bearer(Rows.operatorSession(operator, organization)).build())
                .getStatusCode())
        .isEqualTo(204);
    assertThat(
            things
                .secrets(Events.get(path).bearer(Rows.session(owner, organization)).build())
                .getStatusCode())
        .as("held by the role")
        .isEqualTo(204);
  }

  @Test
  void cursorOfAnotherQueryIsRefused() {
    String list = "/v1/organizations/" + organization + "/things";
    var first = things.list(Events.get(list + "?limit=10").bearer(session).build());
    String cursor = body(first).path("pagination").path("nextCursor").asText();

    var second =
        things.list(Events.get(list + "?limit=10&cursor=" + cursor).bearer(session).build());
    var other =
        things.list(Events.get(list + "?colour=red&cursor=" + cursor).bearer(session).build());

    assertThat(body(second).path("data").get(0).path("name").asText()).isEqualTo("n10");
    assertThat(code(other)).isEqualTo("400 CURSOR_INVALID");
  }

  @Test
  void unexpectedFailureSaysNothingOfItsCause() {
    var response = things.broken(Events.get("/v1/broken").build());

    assertThat(code(response)).isEqualTo("500 INTERNAL");
    assertThat(response.getBody()).doesNotContain("hunter2").contains("requestId");
    assertThat(response.getHeaders()).containsEntry("Content-Type", "application/problem+json");
  }

  @Test
  void changeByCookieNeedsAnOriginOfOurs() {
    Events bare =
        Events.post("/v1/things").header("Cookie", "freehold_session=" + session).json(GOOD);
    assertThat(code(things.create(bare.build()))).isEqualTo("403 ORIGIN_REFUSED");
    assertThat(code(things.create(bare.header("Origin", "https://evil.test").build())))
        .isEqualTo("403 ORIGIN_REFUSED");
    assertThat(
            things.create(bare.header("Origin", "http://localhost:8080").build()).getStatusCode())
        .isEqualTo(201);
  }

  @Test
  void changeNamesItsVersionOrNone() {
    Events put = Events.of("PUT", "/v1/things/" + UUID.randomUUID()).bearer(session);

    assertThat(things.change(put.build()).getStatusCode()).isEqualTo(200);
    assertThat(things.change(put.header("If-Match", "*").build()).getStatusCode()).isEqualTo(200);
    assertThat(things.change(put.header("If-Match", "\"7\"").build()).getStatusCode())
        .isEqualTo(200);
    assertThat(code(things.change(put.header("If-Match", "\"6\"").build())))
        .isEqualTo("412 VERSION_MISMATCH");
    assertThat(code(things.change(Events.of("PUT", "/v1/things/x").bearer(session).build())))
        .isEqualTo("404 NOT_FOUND");
  }

  @Test
  void refusalIsAuditedAndGrantedWritesToo() {
    things.create(post().json(GOOD).build());
    things.create(
        Events.post("/v1/things")
            .bearer(Rows.session(Rows.memberOf(organization, "member"), organization))
            .json(GOOD)
            .build());

    assertThat(
            Owner.rows(
                "SELECT result FROM identity.audit_authorization WHERE organization_id = ? ORDER BY id",
                organization))
        .extracting(row -> row.get("result"))
        .containsExactly("granted", "denied");
  }

  private List<String> decisions(String columns) {
    return Owner.rows(
            "SELECT concat_ws(' ', "
                + columns
                + ") AS line FROM identity.audit_authorization WHERE organization_id = ? ORDER BY id",
            organization)
        .stream()
        .map(row -> String.valueOf(row.get("line")))
        .toList();
  }

  private Events push(String thing) {
    return Events.post("/v1/things/" + thing + "/push").bearer(session);
  }

  @Test
  void decisionsSayWhatWasDoneToWhich() {
    things.push(push("abc").build());
    things.push(push("others").build());
    things.push(push("x".repeat(300)).build());

    assertThat(decisions("result, action, resource_type, resource_id, permission, reason"))
        .containsExactly(
            "granted push thing abc",
            "denied push thing others platforms:delete PERMISSION_DENIED",
            "granted push thing " + "x".repeat(200));
  }

  @Test
  void whatBreaksIsNotedWithoutItsCause() {
    things.push(push("broken").build());

    assertThat(decisions("result, operation, reason"))
        .containsExactly("error test-push-thing INTERNAL");
  }

  @Test
  void askingIsNoWrite() {
    assertThat(
            things.ask(Events.post("/v1/things/abc/ask").bearer(session).build()).getStatusCode())
        .isEqualTo(204);

    assertThat(decisions("result")).isEmpty();
  }

  // kernel §13.9
  @Test
  void twentyCallsWithOneKeyHaveOneEffect() throws Exception {
    var calls = new ArrayList<Callable<APIGatewayV2HTTPResponse>>();
    for (int i = 0; i < 20; i++) {
      calls.add(() -> things.create(post().header("Idempotency-Key", "k-20").json(GOOD).build()));
    }
    var answers = new ArrayList<APIGatewayV2HTTPResponse>();
    try (var pool = Executors.newFixedThreadPool(10)) {
      for (var future : pool.invokeAll(calls)) {
        answers.add(future.get());
      }
    }

    assertThat(entries("thing.create")).isEqualTo(1);
    assertThat(answers)
        .extracting(a -> a.getStatusCode())
        .allMatch(s -> s.equals(201) || s.equals(409));
    assertThat(answers).filteredOn(a -> a.getStatusCode() == 201).isNotEmpty();
  }

  // kernel §13.10, §13.12
  @Test
  void repeatIsShownTheAnswerWithoutItsSecretAndAnotherBodyIsRefused() {
    var first = things.create(post().header("Idempotency-Key", "k-1").json(GOOD).build());
    var again = things.create(post().header("Idempotency-Key", "k-1").json(GOOD).build());
    var other =
        things.create(
            post().header("Idempotency-Key", "k-1").json("{\"name\":\"xyz\",\"size\":3}").build());

    assertThat(body(first).path("secret").asText()).isEqualTo("shown once");
    assertThat(again.getHeaders()).containsEntry("Idempotent-Replayed", "true");
    assertThat(body(again).path("id")).isEqualTo(body(first).path("id"));
    assertThat(body(again).path("secret").isNull()).isTrue();
    assertThat(code(other)).isEqualTo("409 IDEMPOTENCY_KEY_REUSED");
    assertThat(entries("thing.create")).isEqualTo(1);
  }

  // kernel §13.5
  @Test
  void refusalLeavesNothingAndIsJudgedAnew() {
    String refused = "{\"name\":\"abc\",\"size\":3,\"refuse\":true}";
    var first = things.create(post().header("Idempotency-Key", "k-2").json(refused).build());
    var again = things.create(post().header("Idempotency-Key", "k-2").json(GOOD).build());

    assertThat(code(first)).isEqualTo("422 LIMIT_REACHED");
    assertThat(again.getStatusCode()).isEqualTo(201);
    assertThat(entries("thing.create")).isEqualTo(1);
    assertThat(
            Owner.count("SELECT count(*) FROM core.outbox WHERE organization_id = ?", organization))
        .isEqualTo(1);
  }

  private long entries(String action) {
    return Owner.count(
        "SELECT count(*) FROM core.audit_log WHERE organization_id = ? AND action = ?",
        organization,
        action);
  }
}
