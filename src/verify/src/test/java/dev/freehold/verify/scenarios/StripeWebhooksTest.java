package dev.freehold.verify.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.verify.host.Client;
import dev.freehold.verify.host.HostProcess;
import dev.freehold.verify.host.Reply;
import dev.freehold.verify.host.Tenant;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** billing §5.7: what Stripe sends, forged, repeated, shuffled and held. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StripeWebhooksTest {

  private static final String PATH = "/v1/webhooks/stripe";

  private HostProcess host;
  private Client http;
  private Client operator;

  @BeforeAll
  void start() {
    host = HostProcess.start(HostProcess.folder("webhooks"));
    http = host.client();
    operator =
        http.as(http.post("/v1/sandbox/operator-session", Map.of()).is(201).text("/sessionToken"));
  }

  @AfterAll
  void stop() {
    host.close();
  }

  /** An event of a type we do not use: stored once, then ignored. */
  private static String event(String id) {
    return """
    {"id":"%s","object":"event","type":"radar.early_fraud_warning.created","created":1775000000,
     "livemode":false,"api_version":"2026-05-27.dahlia","data":{"object":{"id":"issfr_1","object":"radar.early_fraud_warning"}}}
    """
        .formatted(id);
  }

  private static String newId() {
    return "evt_" + UUID.randomUUID().toString().replace("-", "");
  }

  private Instant now() {
    return Instant.parse(http.get("/v1/sandbox/clock").is(200).text("/now"));
  }

  private static String hmac(String secret, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }

  private String signature(String body, Instant at) {
    String secret = "whsec_" + host.secret("stripe-webhook");
    long seconds = at.getEpochSecond();
    return "t=%d,v1=%s".formatted(seconds, hmac(secret, seconds + "." + body));
  }

  private Reply receive(String body, String signature) {
    return http.with("Stripe-Signature", signature)
        .send("POST", PATH, body.getBytes(StandardCharsets.UTF_8));
  }

  private List<JsonNode> stored(String providerEventId) {
    return operator.get("/v1/payment-events?limit=100").is(200).data().stream()
        .filter(row -> row.path("providerEventId").asText().equals(providerEventId))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"wrong", "old", "future", "of another body", "without time", "missing"})
  void whatIsNotSignedIsRefusedAndNotStored(String fault) {
    String id = newId();
    String body = event(id);
    Instant now = now();
    Reply reply =
        switch (fault) {
          case "wrong" ->
              receive(body, "t=%d,v1=%s".formatted(now.getEpochSecond(), "0".repeat(64)));
          case "old" -> receive(body, signature(body, now.minus(Duration.ofSeconds(310))));
          case "future" -> receive(body, signature(body, now.plus(Duration.ofSeconds(310))));
          case "of another body" -> receive(body, signature(event(newId()), now));
          case "without time" -> receive(body, signature(body, now).replaceFirst("t=\\d+,", ""));
          default -> http.send("POST", PATH, body.getBytes(StandardCharsets.UTF_8));
        };

    reply.is(400);
    assertThat(stored(id)).isEmpty();
  }

  @Test
  void theSameEventAHundredTimesSixteenAtOnceIsOneRow() throws Exception {
    String id = newId();
    String body = event(id);
    String signature = signature(body, now());

    try (var threads = Executors.newFixedThreadPool(16)) {
      var answers =
          threads.invokeAll(
              IntStream.range(0, 100)
                  .<java.util.concurrent.Callable<Integer>>mapToObj(
                      i -> () -> receive(body, signature).status())
                  .toList());
      for (var answer : answers) {
        assertThat(answer.get()).isEqualTo(200);
      }
    }
    Tenant.settle(http);

    assertThat(stored(id)).hasSize(1);
    assertThat(stored(id).getFirst().path("status").asText()).isEqualTo("ignored");
  }

  @ParameterizedTest
  @ValueSource(strings = {"created", "reversed", "shuffled"})
  void eventsInAnyOrderFiveTimesAndHeldEndInOneState(String order) {
    Onboarding onboarding = Onboarding.start(http);
    Tenant.advance(http, "PT15M");
    onboarding.isCompleted(http);
    http.put("/v1/sandbox/stripe/delivery", Map.of("order", order, "copies", 5, "hold", true))
        .is(200);

    Reply checkout = openCheckout(onboarding);
    String url = checkout.text("/url");
    http.post(
            "/v1/sandbox/stripe/checkout-sessions/"
                + url.substring(url.lastIndexOf('/') + 1)
                + "/complete",
            Map.of("outcome", "succeed"))
        .is(200);
    Tenant.settle(http);
    assertThat(subscription(onboarding).path("status").asText())
        .as("held: nothing has been told yet")
        .isEqualTo("trialing");
    http.put("/v1/sandbox/stripe/delivery", Map.of("order", order, "copies", 5, "hold", false))
        .is(200);
    Tenant.settle(http);

    JsonNode subscription = subscription(onboarding);
    assertThat(subscription.path("status").asText()).isEqualTo("active");
    assertThat(subscription.path("provider").asText()).isEqualTo("stripe");
    Client mine = http.as(onboarding.owner().session());
    assertThat(mine.get("/v1/checkout-sessions/" + checkout.text("/id")).text("/status"))
        .isEqualTo("completed");
    assertThat(mine.get("/v1/platforms/" + onboarding.platformId()).text("/status"))
        .isEqualTo("active");
    assertThat(
            operator.get("/v1/payment-events?limit=100").is(200).data().stream()
                .map(row -> row.path("status").asText()))
        .isNotEmpty()
        .containsAnyOf("processed")
        .isSubsetOf("processed", "ignored");
  }

  private Reply openCheckout(Onboarding onboarding) {
    String plan =
        http.get("/v1/plans?kind=platform").is(200).data().stream()
            .filter(one -> one.path("code").asText().equals("starter"))
            .map(one -> one.path("id").asText())
            .findFirst()
            .orElseThrow();
    return http.as(onboarding.owner().session())
        .post(
            "/v1/checkout-sessions",
            Map.of(
                "kind",
                "subscription",
                "organizationId",
                onboarding.owner().organizationId(),
                "planId",
                plan,
                "platformId",
                onboarding.platformId(),
                "successUrl",
                "http://localhost:8080/billing",
                "cancelUrl",
                "http://localhost:8080/billing"))
        .is(201);
  }

  private JsonNode subscription(Onboarding onboarding) {
    List<JsonNode> all =
        http.as(onboarding.owner().session())
            .get("/v1/subscriptions?platformId=" + onboarding.platformId())
            .is(200)
            .data();
    assertThat(all).hasSize(1);
    return all.getFirst();
  }
}
