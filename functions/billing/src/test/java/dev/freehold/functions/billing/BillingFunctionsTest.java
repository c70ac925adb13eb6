package dev.freehold.functions.billing;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.billing.account.ProviderPrices;
import dev.freehold.billing.event.ReceivedEvents.ProcessPaymentEvent;
import dev.freehold.kernel.Ids;
import dev.freehold.kernel.Json;
import dev.freehold.kernel.outbox.Envelope;
import dev.freehold.lambda.Tick;
import dev.freehold.sandbox.Sandbox;
import dev.freehold.testing.Events;
import dev.freehold.testing.Owner;
import dev.freehold.testing.Rows;
import dev.freehold.testing.SettableClock;
import dev.freehold.testing.StripeSandbox;
import dev.freehold.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The operations as their callers meet them. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
@WithTestResource(StripeSandbox.class)
class BillingFunctionsTest {

  private static final UUID STARTER = UUID.fromString("019b7700-0000-7000-8000-000000000101");

  private static Sandbox sandbox;

  @Inject PlanFunctions plans;
  @Inject CheckoutFunctions checkouts;
  @Inject SubscriptionFunctions subscriptions;
  @Inject PaymentEventFunctions paymentEvents;
  @Inject MessageFunctions messages;
  @Inject ProviderPrices prices;
  @Inject SettableClock clock;
  @Inject Ids ids;

  private final UUID owner = Rows.user();
  private final UUID organization = Rows.organization(owner);
  private final String token = Rows.session(owner, organization);
  private UUID platform;

  @BeforeAll
  static void start() {
    sandbox = StripeSandbox.open(Clock.fixed(Rows.NOW, ZoneOffset.UTC));
  }

  @AfterAll
  static void stop() {
    sandbox.close();
  }

  @BeforeEach
  void begin() {
    clock.set(Rows.NOW);
    prices.pushMissing();
    platform = platform(organization);
    apply("registry.platform.created", Map.of("tier", "starter", "billingEmail", "ap@acme.test"));
  }

  private UUID platform(UUID of) {
    UUID id = ids.next();
    var word = id.toString().replace("-", "").substring(22);
    Owner.update(
        """
        INSERT INTO registry.platforms (id, organization_id, key, name, slug, status, tier,
          version, created_at, updated_at)
        VALUES (?, ?, ?, 'Acme', ?, 'pending', 'starter', 0, now(), now())
        """,
        id,
        of,
        word,
        "acme-" + word);
    return id;
  }

  private void apply(String type, Map<String, ?> data) {
    messages.applyRegistryEvent(
        new Envelope(
            ids.next(),
            type,
            clock.instant(),
            organization,
            platform,
            null,
            null,
            Json.tree((Object) data)));
  }

  private static JsonNode ok(APIGatewayV2HTTPResponse answer, int status) {
    assertThat(answer.getStatusCode()).as(answer.getBody()).isEqualTo(status);
    return Json.tree(answer.getBody());
  }

  private static void refused(APIGatewayV2HTTPResponse answer, int status, String code) {
    assertThat(ok(answer, status).get("code").asText()).isEqualTo(code);
  }

  private JsonNode subscription() {
    return ok(
            subscriptions.list(
                Events.get("/v1/subscriptions?platformId=" + platform).bearer(token).build()),
            200)
        .get("data")
        .get(0);
  }

  private String purchase(UUID of) {
    return """
        {"kind":"subscription","organizationId":"%s","planId":"%s","platformId":"%s",
         "successUrl":"http://localhost:8080/billing","cancelUrl":"http://localhost:8080/billing"}
        """
        .formatted(organization, STARTER, of);
  }

  // kernel §15, step 4
  @Test
  void thePlansOfPlatformsAreListedInPublic() {
    var answer = plans.list(Events.get("/v1/plans?kind=platform").build());

    assertThat(answer.getHeaders()).containsEntry("Cache-Control", "public, max-age=60");
    var data = ok(answer, 200).get("data");
    assertThat(codes(data)).containsExactly("starter", "growth", "scale");
    var starter = data.get(0).get("version");
    assertThat(starter.get("prices").get(0).get("amount").asLong()).isEqualTo(4900);
    assertThat(starter.get("prices").get(0).get("interval").asText()).isEqualTo("month");
    assertThat(starter.get("limits").toString())
        .isEqualTo(Json.tree("{\"tenants\":3,\"features\":5,\"platforms\":1}").toString());
    var invocations = starter.get("metrics").get(0);
    assertThat(invocations.get("metric").asText()).isEqualTo("worker_invocations");
    assertThat(invocations.get("included").asLong()).isEqualTo(5_000_000);
    assertThat(invocations.get("overage").get("unitAmount").asLong()).isEqualTo(60);
    assertThat(starter.get("metrics").get(1).get("overage").isNull()).isTrue();
  }

  private static List<String> codes(JsonNode data) {
    return StreamSupport.stream(data.spliterator(), false)
        .map(plan -> plan.get("code").asText())
        .toList();
  }

  @Test
  void plansComeInPagesAndByCurrency() {
    var first = ok(plans.list(Events.get("/v1/plans?kind=pool&limit=3").build()), 200);
    assertThat(codes(first.get("data"))).containsExactly("free", "dev", "pro");
    assertThat(first.get("pagination").get("hasMore").asBoolean()).isTrue();

    var next = first.get("pagination").get("nextCursor").asText();
    var second =
        ok(plans.list(Events.get("/v1/plans?kind=pool&limit=3&cursor=" + next).build()), 200);
    assertThat(codes(second.get("data"))).containsExactly("max", "enterprise");
    assertThat(second.get("pagination").get("hasMore").asBoolean()).isFalse();

    assertThat(ok(plans.list(Events.get("/v1/plans?currency=eur").build()), 200).get("data"))
        .isEmpty();
    refused(plans.list(Events.get("/v1/plans?kind=nonsense").build()), 400, "VALIDATION_FAILED");
    refused(plans.list(Events.get("/v1/plans?colour=red").build()), 400, "VALIDATION_FAILED");
  }

  // kernel §15, steps 7 and 8
  @Test
  void aCheckoutIsOpenedRepeatedAndShown() {
    var listed = subscription();
    assertThat(listed.get("status").asText()).isEqualTo("trialing");
    assertThat(listed.get("provider").asText()).isEqualTo("none");
    assertThat(listed.get("planCode").asText()).isEqualTo("starter");
    var request =
        Events.post("/v1/checkout-sessions")
            .bearer(token)
            .header("Idempotency-Key", "key-" + platform)
            .json(purchase(platform));

    var answer = checkouts.create(request.build());
    var made = ok(answer, 201);
    var again = checkouts.create(request.build());

    assertThat(made.get("status").asText()).isEqualTo("open");
    assertThat(made.get("url").asText()).contains("/stripe/");
    assertThat(made.get("subscriptionId").isNull()).isTrue();
    assertThat(made.get("totalAmount").asLong()).isEqualTo(4900);
    assertThat(answer.getHeaders())
        .containsEntry("Location", "/v1/checkout-sessions/" + made.get("id").asText());
    assertThat(ok(again, 201)).isEqualTo(made);
    assertThat(again.getHeaders()).containsEntry("Idempotent-Replayed", "true");
    assertThat(ok(shown(made.get("id").asText(), token), 200)).isEqualTo(made);
    assertThat(
            Owner.count(
                "SELECT count(*) FROM core.audit_log WHERE organization_id = ? "
                    + "AND action = 'checkout.create'",
                organization))
        .isEqualTo(1);
  }

  private APIGatewayV2HTTPResponse shown(String id, String bearer) {
    return checkouts.get(Events.get("/v1/checkout-sessions/" + id).bearer(bearer).build());
  }

  @Test
  void aCheckoutNeedsTheRightsAndAWholeBody() {
    var member = Rows.session(Rows.memberOf(organization, "member"), organization);
    var path = "/v1/checkout-sessions";
    refused(
        checkouts.create(Events.post(path).json(purchase(platform)).build()),
        401,
        "UNAUTHENTICATED");
    refused(
        checkouts.create(Events.post(path).bearer(member).json(purchase(platform)).build()),
        403,
        "PERMISSION_DENIED");
    refused(
        checkouts.create(Events.post(path).bearer(token).json("{\"kind\":\"gift\"}").build()),
        400,
        "VALIDATION_FAILED");
    refused(
        checkouts.create(
            Events.post(path)
                .bearer(token)
                .json(purchase(platform(Rows.organization(Rows.user()))))
                .build()),
        404,
        "NOT_FOUND");
    var withoutPlatform = purchase(platform).replace("\"" + platform + "\"", "null");
    refused(
        checkouts.create(Events.post(path).bearer(token).json(withoutPlatform).build()),
        400,
        "VALIDATION_FAILED");
  }

  // billing §7.33
  @Test
  void anotherTenantMeetsTheSameAnswerAsForAnUnknownId() {
    var made =
        ok(
            checkouts.create(
                Events.post("/v1/checkout-sessions")
                    .bearer(token)
                    .json(purchase(platform))
                    .build()),
            201);
    var subscriptionId = subscription().get("id").asText();
    var stranger = Rows.user();
    var theirs = Rows.session(stranger, Rows.organization(stranger));

    assertSameRefusal(
        shown(made.get("id").asText(), theirs), shown(UUID.randomUUID().toString(), theirs));
    assertSameRefusal(one(subscriptionId, theirs), one(UUID.randomUUID().toString(), theirs));
    assertThat(
            ok(
                    subscriptions.list(
                        Events.get("/v1/subscriptions?platformId=" + platform)
                            .bearer(theirs)
                            .build()),
                    200)
                .get("data"))
        .isEmpty();
  }

  private APIGatewayV2HTTPResponse one(String id, String bearer) {
    return subscriptions.get(Events.get("/v1/subscriptions/" + id).bearer(bearer).build());
  }

  private static void assertSameRefusal(
      APIGatewayV2HTTPResponse one, APIGatewayV2HTTPResponse other) {
    assertThat(one.getStatusCode()).isEqualTo(404);
    assertThat(masked(one)).isEqualTo(masked(other));
  }

  private static String masked(APIGatewayV2HTTPResponse answer) {
    return answer
        .getBody()
        .replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", "id")
        .replaceAll("\"requestId\":\"[^\"]*\"", "");
  }

  @Test
  void aSubscriptionHasTheFieldsOfThePage() {
    var answer = one(subscription().get("id").asText(), token);

    assertThat(answer.getHeaders()).containsEntry("ETag", "\"0\"");
    assertThat(ok(answer, 200).propertyStream().map(Map.Entry::getKey).toList())
        .containsExactly(
            "id",
            "planKind",
            "planId",
            "planCode",
            "planVersion",
            "planPriceId",
            "organizationId",
            "platformId",
            "userId",
            "agentId",
            "appKey",
            "provider",
            "providerSubscriptionId",
            "status",
            "usable",
            "amount",
            "currency",
            "interval",
            "currentPeriodStart",
            "currentPeriodEnd",
            "trialStart",
            "trialEnd",
            "cancelAtPeriodEnd",
            "cancelAt",
            "canceledAt",
            "endedAt",
            "pendingChange",
            "pastDueSince",
            "graceEndsAt",
            "suspendedAt",
            "billingEmail",
            "autoFinalize",
            "overageEnabled",
            "overageCapAmount",
            "pool",
            "lifetime",
            "version",
            "createdAt",
            "updatedAt");
    var member = Rows.session(Rows.memberOf(organization, "member"), organization);
    refused(one(subscription().get("id").asText(), member), 403, "PERMISSION_DENIED");
  }

  @Test
  void subscriptionsAreListedByStatus() {
    var path = "/v1/subscriptions?planKind=platform&status=";
    for (var entry : Map.of("live", 1, "trialing", 1, "canceled", 0).entrySet()) {
      var answer = subscriptions.list(Events.get(path + entry.getKey()).bearer(token).build());
      assertThat(ok(answer, 200).get("data")).as(entry.getKey()).hasSize(entry.getValue());
    }
    refused(
        subscriptions.list(Events.get(path + "nonsense").bearer(token).build()),
        400,
        "VALIDATION_FAILED");
  }

  @Test
  void operatorsSeeAndReplayEvents() {
    var eventId = ids.next();
    Owner.update(
        """
        INSERT INTO billing.payment_events (id, provider, provider_event_id, type, livemode,
          object_id, event_created_at, payload, received_at, created_at, status, attempts,
          last_error)
        VALUES (?, 'stripe', ?, 'some.thing', false, ?, now(),
          '{"id":"evt","type":"some.thing","livemode":false,"created":1,"data":{"object":{}}}',
          now(), now(), 'dead', 10, 'worn out')
        """,
        eventId,
        "evt_" + eventId,
        "obj_" + eventId);
    var operatorUser = Rows.operator();
    var operator = Rows.operatorSession(operatorUser, Rows.organization(operatorUser, "operator"));
    var list = "/v1/payment-events?status=dead&objectId=obj_" + eventId;

    refused(paymentEvents.list(Events.get(list).bearer(token).build()), 403, "PERMISSION_DENIED");
    var found = ok(paymentEvents.list(Events.get(list).bearer(operator).build()), 200).get("data");
    assertThat(found).hasSize(1);
    assertThat(found.get(0).get("lastError").asText()).isEqualTo("worn out");
    assertThat(found.get(0).has("payload")).isFalse();

    var replayed = ok(replay(eventId, operator), 202);
    assertThat(replayed.get("status").asText()).isEqualTo("received");
    assertThat(replayed.get("attempts").asInt()).isZero();
    assertThat(replayed.get("replayCount").asInt()).isEqualTo(1);

    process(eventId);
    assertThat(Owner.value("SELECT outcome FROM billing.payment_events WHERE id = ?", eventId))
        .isEqualTo("unhandled_type");

    Owner.update(
        """
        UPDATE billing.payment_events
        SET status = 'processing', outcome = NULL, processed_at = NULL WHERE id = ?
        """,
        eventId);
    refused(replay(eventId, operator), 409, "EVENT_IN_PROGRESS");
    refused(replay(UUID.randomUUID(), operator), 404, "NOT_FOUND");
  }

  private APIGatewayV2HTTPResponse replay(UUID id, String bearer) {
    return paymentEvents.replay(
        Events.post("/v1/payment-events/" + id + "/replay").bearer(bearer).build());
  }

  private void process(UUID id) {
    paymentEvents.process(
        new Envelope(
            ids.next(),
            "billing-process-payment-event",
            clock.instant(),
            null,
            null,
            null,
            null,
            Json.tree((Object) new ProcessPaymentEvent(id))));
  }

  @Test
  void theRetryAnswersWhatItFound() {
    var swept = paymentEvents.retry(new Tick(clock.instant()));

    assertThat(swept.found()).isNotNegative();
  }

  @Test
  void thePlatformsMessagesReachItsSubscription() {
    apply("registry.platform.cancellation_requested", Map.of("immediately", false, "reason", "x"));
    assertThat(subscription().get("cancelAt").isNull()).isFalse();

    apply("registry.platform.cancellation_undone", Map.of());
    assertThat(subscription().get("cancelAt").isNull()).isTrue();

    apply("registry.platform.status_changed", Map.of("from", "pending", "to", "active"));
    assertThat(subscription().get("status").asText()).isEqualTo("trialing");

    apply("registry.platform.status_changed", Map.of("from", "active", "to", "cancelled"));
    assertThat(subscription().get("status").asText()).isEqualTo("canceled");
  }
}
