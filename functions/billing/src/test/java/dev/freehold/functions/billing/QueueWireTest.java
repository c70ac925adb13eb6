package dev.freehold.functions.billing;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.empty;

import dev.freehold.testing.Owner;
import dev.freehold.testing.StripeSandbox;
import dev.freehold.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** billing-process-payment-event as its queue calls it; the same message twice in one batch. */
@QuarkusTest
@TestProfile(QueueWireTest.Exported.class)
@WithTestResource(TestDatabase.class)
@WithTestResource(StripeSandbox.class)
class QueueWireTest {

  /** Exports the queue's function. */
  public static class Exported implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("quarkus.funqy.export", "billing-process-payment-event");
    }
  }

  private static final String RECORD =
      """
      {"messageId":"%s","eventSource":"aws:sqs","body":"{\\"id\\":\\"%s\\",\
      \\"type\\":\\"billing-process-payment-event\\",\\"occurredAt\\":\\"2026-04-01T10:00:00.000Z\\",\
      \\"data\\":{\\"paymentEventId\\":\\"%s\\"}}"}""";

  @Test
  void anEventIsProcessedOnceAndNothingIsReported() {
    var id = UUID.randomUUID();
    Owner.update(
        """
        INSERT INTO billing.payment_events (id, provider, provider_event_id, type, livemode,
          event_created_at, payload, received_at, created_at)
        VALUES (?, 'stripe', ?, 'some.thing', false, now(),
          '{"id":"evt","type":"some.thing","livemode":false,"created":1,"data":{"object":{}}}',
          now(), now())
        """,
        id,
        "evt_" + id);
    var record = RECORD.formatted("m-1", UUID.randomUUID(), id);

    given()
        .contentType("application/json")
        .body("{\"Records\":[" + record + "," + record.replace("m-1", "m-2") + "]}")
        .post("/_lambda_")
        .then()
        .statusCode(200)
        .body("batchItemFailures", empty());

    assertThat(Owner.rows("SELECT outcome, attempts FROM billing.payment_events WHERE id = ?", id))
        .containsExactly(Map.of("outcome", "unhandled_type", "attempts", 1));
  }
}
