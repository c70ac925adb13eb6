package dev.freehold.bench.workload;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import dev.freehold.functions.billing.WebhookFunctions;
import dev.freehold.stripe.WebhookSignature;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** {@code POST /v1/webhooks/stripe}: from the signed bytes to the stored event and its message. */
@ApplicationScoped
class StripeWebhook implements Workload {

  /** The size of what Stripe sends for a subscription. */
  private static final String BODY =
      """
      {"id":"evt_%1$s","object":"event","api_version":"2026-05-27.dahlia","created":%2$d,
       "livemode":false,"pending_webhooks":1,"request":{"id":null,"idempotency_key":null},
       "type":"customer.subscription.updated","data":{"object":{"id":"sub_%1$s",
       "object":"subscription","cancel_at_period_end":false,"collection_method":"charge_automatically",
       "currency":"usd","customer":"cus_%1$s","status":"active","metadata":{},
       "items":{"object":"list","data":[{"id":"si_%1$s","object":"subscription_item","quantity":1,
       "current_period_start":%2$d,"current_period_end":%2$d,"price":{"id":"price_bench",
       "object":"price","active":true,"currency":"usd","unit_amount":4900,"type":"recurring",
       "recurring":{"interval":"month","interval_count":1,"usage_type":"licensed"}}}],
       "has_more":false,"url":"/v1/subscription_items?subscription=sub_%1$s"},
       "latest_invoice":"in_%1$s","default_payment_method":"pm_%1$s"}}}
      """;

  private final WebhookFunctions functions;
  private final Clock clock;
  private final String secret;
  private final Map<Long, APIGatewayV2HTTPEvent> events = new HashMap<>();

  StripeWebhook(
      WebhookFunctions functions,
      Clock clock,
      @ConfigProperty(name = "freehold.billing.stripe.webhook-secret") String secret) {
    this.functions = functions;
    this.clock = clock;
    this.secret = secret;
  }

  @Override
  public String name() {
    return "webhook";
  }

  @Override
  public String title() {
    return "webhook to row (POST /v1/webhooks/stripe)";
  }

  /** Signing is the sender's work. */
  @Override
  public void arrange(Numbers numbers) {
    events.clear();
    Instant now = clock.instant();
    numbers.stream()
        .forEach(
            number -> {
              String body = BODY.formatted(Numbers.tag(number), now.getEpochSecond());
              String header =
                  WebhookSignature.header(body.getBytes(StandardCharsets.UTF_8), secret, now);
              events.put(
                  number,
                  ApiEvents.of(
                      "POST",
                      "/v1/webhooks/stripe",
                      Map.of("stripe-signature", header, "content-type", "application/json"),
                      body));
            });
  }

  @Override
  public void run(long number) {
    ApiEvents.check(functions.receiveStripe(Objects.requireNonNull(events.get(number))));
  }

  @Override
  public String effect() {
    return "SELECT count(*) FROM billing.payment_events";
  }
}
