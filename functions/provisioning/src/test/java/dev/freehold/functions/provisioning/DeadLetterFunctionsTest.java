package dev.freehold.functions.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.kernel.Json;
import dev.freehold.kernel.outbox.Envelope;
import dev.freehold.testing.Events;
import dev.freehold.testing.Owner;
import dev.freehold.testing.Rows;
import dev.freehold.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(TestDatabase.class)
class DeadLetterFunctionsTest {

  @Inject DeadLetterFunctions functions;

  private final UUID operator = Rows.operator();
  private final String token =
      Rows.operatorSession(operator, Rows.organization(operator, "operator"));

  @Test
  void operatorsSeeALetterAndHowItMayBeReplayed() {
    var works = new Works("failed", "compensation_failed").lettered("rollback");

    JsonNode letter = body(get(works.letter, token));

    assertThat(letter)
        .isEqualTo(
            Json.tree(
                """
                {"id":"%s","jobId":"%s","stepId":"%s","platformId":"%s",
                 "jobType":"provision_platform","phase":"rollback","code":"PROVIDER_5XX",
                 "error":"503 after 8 attempts","attempts":8,"status":"open",
                 "jobStatus":"failed","modes":["resume","rollback"],"alertedAt":null,
                 "resolution":null,"resolvedBy":null,"resolvedAt":null,"note":null,
                 "createdAt":"2026-04-01T10:00:00.000Z"}
                """
                    .formatted(works.letter, works.job, works.step, works.platform)));
    assertThat(body(list("?limit=100")).path("data"))
        .extracting(row -> row.path("id").asText())
        .contains(works.letter.toString());
    assertThat(body(list("?status=replayed&limit=100")).path("data"))
        .extracting(row -> row.path("id").asText())
        .doesNotContain(works.letter.toString());
  }

  @Test
  void listIsPagedNewestFirst() {
    new Works("rolled_back", "compensated").lettered("forward");
    new Works("rolled_back", "compensated").lettered("forward");

    JsonNode first = body(list("?limit=1"));
    JsonNode second = body(list("?limit=1&cursor=" + first.at("/pagination/nextCursor").asText()));

    assertThat(first.path("data")).hasSize(1);
    assertThat(first.at("/pagination/hasMore").asBoolean()).isTrue();
    assertThat(second.at("/data/0/id").asText()).isLessThan(first.at("/data/0/id").asText());
  }

  @Test
  void ownersOfTheOrganizationMayNot() {
    var works = new Works("failed", "compensation_failed").lettered("rollback");

    assertThat(get(works.letter, works.token).getStatusCode()).isEqualTo(403);
    assertThat(replay(works.letter, works.token, "{\"mode\":\"rollback\"}").getStatusCode())
        .isEqualTo(403);
  }

  // provisioning §7.29
  @Test
  void replayTakesUpTheRollbackAndASecondOneIsRefused() {
    var works = new Works("failed", "compensation_failed").lettered("rollback");

    var response = replay(works.letter, token, "{\"mode\":\"rollback\",\"note\":\"is back\"}");

    assertThat(response.getStatusCode()).isEqualTo(202);
    assertThat(body(response).path("status").asText()).isEqualTo("rolling_back");
    assertThat(Owner.value("SELECT status FROM provisioning.steps WHERE id = ?", works.step))
        .isEqualTo("compensating");
    assertThat(
            Owner.value(
                "SELECT resolution || ' ' || resolved_by || ' ' || note"
                    + " FROM provisioning.dead_letters WHERE id = ?",
                works.letter))
        .isEqualTo("rollback " + operator + " is back");
    assertThat(
            Owner.count(
                "SELECT count(*) FROM core.audit_log"
                    + " WHERE action = 'dead_letter.replay' AND entity_id = ?",
                works.letter.toString()))
        .isEqualTo(1);
    assertThat(refusal(works.letter, "{\"mode\":\"rollback\"}")).isEqualTo("409 NOT_OPEN");
  }

  @Test
  void resumeLetsTheJobGoOnWhereNothingWasUndone() {
    var works = new Works("failed", "compensation_failed").lettered("rollback");

    JsonNode job = body(replay(works.letter, token, "{\"mode\":\"resume\"}"));

    assertThat(job.path("status").asText()).isEqualTo("running");
    assertThat(job.at("/steps/0/status").asText()).isEqualTo("pending");
    assertThat(job.at("/steps/0/attempt").asInt()).isZero();
    assertThat(job.path("errorCode").isNull()).isTrue();
  }

  @Test
  void refusalsOfReplayInTheirOrder() {
    var works = new Works("rolled_back", "compensated").lettered("forward");

    assertThat(refusal(UUID.randomUUID(), "{\"mode\":\"resume\"}")).isEqualTo("404 NOT_FOUND");
    assertThat(refusal(works.letter, "{}")).isEqualTo("400 VALIDATION_FAILED");
    assertThat(refusal(works.letter, "{\"mode\":\"again\"}")).isEqualTo("400 VALIDATION_FAILED");
    assertThat(refusal(works.letter, "{\"mode\":\"resume\"}")).isEqualTo("409 MODE_NOT_POSSIBLE");
  }

  @Test
  void letterIsToldOnceHoweverOftenItsEventComes() {
    var works = new Works("rolled_back", "compensated").lettered("forward");
    var message =
        new Envelope(
            UUID.randomUUID(),
            "provisioning.dead_letter.opened",
            Rows.NOW,
            works.organization,
            works.platform,
            "r-1",
            null,
            Json.tree("{\"deadLetterId\":\"" + works.letter + "\"}"));

    functions.alert(message);
    functions.alert(message);

    assertThat(
            Owner.value(
                "SELECT alert_attempts FROM provisioning.dead_letters"
                    + " WHERE id = ? AND alerted_at IS NOT NULL",
                works.letter))
        .isEqualTo(1);
  }

  private APIGatewayV2HTTPResponse get(UUID letter, String token) {
    return functions.get(
        Events.get("/v1/provisioning/dead-letters/" + letter).bearer(token).build());
  }

  private APIGatewayV2HTTPResponse list(String query) {
    return functions.list(
        Events.get("/v1/provisioning/dead-letters" + query).bearer(token).build());
  }

  private APIGatewayV2HTTPResponse replay(UUID letter, String token, String body) {
    return functions.replay(
        Events.post("/v1/provisioning/dead-letters/" + letter + "/replay")
            .bearer(token)
            .json(body)
            .build());
  }

  private String refusal(UUID letter, String body) {
    var response = replay(letter, token, body);
    return response.getStatusCode() + " " + body(response).path("code").asText();
  }

  private static JsonNode body(APIGatewayV2HTTPResponse response) {
    return Json.tree(response.getBody());
  }
}
