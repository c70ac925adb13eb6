package dev.freehold.local.starter;

import dev.freehold.kernel.Call;
import dev.freehold.kernel.Scope;
import dev.freehold.local.start.HostConfig;
import dev.freehold.local.start.HostParts;
import dev.freehold.sandbox.Sandbox;
import dev.freehold.sandbox.store.StoreSimulator;
import dev.freehold.sandbox.stripe.StripeSimulator;
import dev.freehold.sandbox.stripe.webhook.WebhookEndpoint;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The first operator, one account at the simulated cloud, features with bundles, the plans' prices
 * at the payment provider. Makes what is missing, so it may run at every start.
 */
@ApplicationScoped
public class StarterData {

  private final Sandbox sandbox;
  private final StarterOperator operator;
  private final StarterCloud cloud;
  private final StarterFeatures features;
  private final StarterPrices prices;
  private final String apiUrl;

  StarterData(
      Sandbox sandbox,
      StarterOperator operator,
      StarterCloud cloud,
      StarterFeatures features,
      StarterPrices prices,
      @ConfigProperty(name = "freehold.http.api-url") String apiUrl) {
    this.sandbox = sandbox;
    this.operator = operator;
    this.cloud = cloud;
    this.features = features;
    this.prices = prices;
    this.apiUrl = apiUrl;
  }

  /** The gateway must answer: what the payment provider has to tell comes back through it. */
  public void load() {
    sandbox
        .simulator(StripeSimulator.class)
        .sendWebhooksTo(
            new WebhookEndpoint(
                URI.create(apiUrl + "/v1/webhooks/stripe"),
                HostConfig.webhookSecret(HostParts.current().secrets()),
                Set.of()));
    StoreSimulator store = sandbox.simulator(StoreSimulator.class);
    for (String bucket : List.of(HostConfig.BUCKET, HostConfig.ANCHORS)) {
      if (!store.has(bucket)) {
        store.makeBucket(bucket, bucket.equals(HostConfig.ANCHORS));
      }
    }
    Call.system("local-load-starter-data", Scope.operator())
        .run(
            () -> {
              operator.make();
              cloud.make();
              features.make();
              prices.make();
            });
  }
}
