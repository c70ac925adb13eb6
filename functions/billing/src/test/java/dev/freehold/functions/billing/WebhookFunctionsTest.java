package dev.freehold.functions.billing;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.stripe.net.Webhook;
import dev.freehold.kernel.Json;
import dev.freehold.testing.Events;
import dev.freehold.testing.Owner;
import dev.freehold.testing.SettableClock;
import dev.freehold.testing.StripeSandbox;
import dev.freehold.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** {@code POST /v1/webhooks/stripe}: genuine ones are stored once, nothing else is stored. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
@WithTestResource(StripeSandbox.class)
class WebhookFunctionsTest {

  @Inject WebhookFunctions webhooks;
  @Inject SettableClock clock;

  private final String eventId = "evt_" + UUID.randomUUID();
  private final String body =
      """
      {"id": "%s", "object": "event", "type": "some.thing", "livemode": false,
       "created": 1775037600, "data": {"object": {"id": "x_1", "object": "thing"}}}
      """
          .formatted(eventId);

  private APIGatewayV2HTTPResponse post(String sent, @Nullable String signature) {
    var event = Events.post("/v1/webhooks/stripe").raw(sent.getBytes(StandardCharsets.UTF_8));
    if (signature != null) {
      event.header("Stripe-Signature", signature);
    }
    return webhooks.receiveStripe(event.build());
  }

  private String signed(String signedBody, String secret, Instant at) {
    try {
      return Webhook.Signature.generateSignatureHeader(signedBody, secret, at.getEpochSecond());
    } catch (java.security.GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private String signed() {
    return signed(body, StripeSandbox.SECRET, clock.instant());
  }

  private long rows() {
    return Owner.count(
        "SELECT count(*) FROM billing.payment_events WHERE provider_event_id = ?", eventId);
  }

  private void refused(APIGatewayV2HTTPResponse answer, String code) {
    assertThat(answer.getStatusCode()).isEqualTo(400);
    assertThat(answer.getHeaders()).containsEntry("Content-Type", "application/problem+json");
    assertThat(Json.tree(answer.getBody()).get("code").asText()).isEqualTo(code);
    assertThat(rows()).isZero();
  }

  @Test
  void aGenuineEventIsStoredAndItsRepeatSaidToBeOne() {
    var first = post(body, signed());
    var again = post(body, signed());

    assertThat(first.getStatusCode()).isEqualTo(200);
    assertThat(first.getBody()).isEqualTo("{\"received\":true}");
    assertThat(again.getStatusCode()).isEqualTo(200);
    assertThat(again.getBody()).isEqualTo("{\"received\":true,\"duplicate\":true}");
    assertThat(rows()).isEqualTo(1);
  }

  // billing §7.9
  @Test
  void theSecretBeforeTheRotationIsAccepted() {
    var answer = post(body, signed(body, StripeSandbox.PREVIOUS_SECRET, clock.instant()));

    assertThat(answer.getStatusCode()).isEqualTo(200);
    assertThat(rows()).isEqualTo(1);
  }

  // billing §7.9, §7.10
  @Test
  void wrongOldFutureMissingAndChangedOnesLeaveNoRow() {
    var now = clock.instant();
    refused(post(body, null), "SIGNATURE_INVALID");
    refused(post(body, "t=1,v1=nonsense"), "SIGNATURE_INVALID");
    refused(post(body, signed(body, "whsec_of_another", now)), "SIGNATURE_INVALID");
    refused(post(body.replace("x_1", "x_2"), signed()), "SIGNATURE_INVALID");
    refused(post(Json.tree(body).toString(), signed()), "SIGNATURE_INVALID");
    refused(
        post(body, signed(body, StripeSandbox.SECRET, now.minus(Duration.ofSeconds(301)))),
        "SIGNATURE_EXPIRED");
    refused(
        post(body, signed(body, StripeSandbox.SECRET, now.plus(Duration.ofSeconds(301)))),
        "SIGNATURE_EXPIRED");
  }

  @Test
  void aSignedBodyThatIsNoEventIsRefused() {
    for (String sent : new String[] {"", "{}", "[1]", "nonsense", "{\"id\":\"" + eventId + "\"}"}) {
      refused(post(sent, signed(sent, StripeSandbox.SECRET, clock.instant())), "EVENT_MALFORMED");
    }
  }

  // billing §7.1
  @Test
  void aHundredTimesSixteenAtOnceIsOneRowAllAnswered200() throws Exception {
    var header = signed();
    Callable<String> delivery = () -> post(body, header).getBody();
    Map<String, Long> answers;
    try (var senders = Executors.newFixedThreadPool(16)) {
      answers =
          senders.invokeAll(IntStream.range(0, 100).mapToObj(i -> delivery).toList()).stream()
              .map(
                  sent -> {
                    try {
                      return sent.get();
                    } catch (Exception e) {
                      throw new IllegalStateException(e);
                    }
                  })
              .collect(Collectors.groupingBy(text -> text, Collectors.counting()));
    }

    assertThat(answers)
        .containsOnly(
            Map.entry("{\"received\":true}", 1L),
            Map.entry("{\"received\":true,\"duplicate\":true}", 99L));
    assertThat(rows()).isEqualTo(1);
  }
}
