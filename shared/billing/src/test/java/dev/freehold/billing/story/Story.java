package dev.freehold.billing.story;

import dev.freehold.billing.Provider;
import dev.freehold.billing.account.ProviderPrices;
import dev.freehold.billing.checkout.CheckoutService;
import dev.freehold.billing.checkout.CheckoutView;
import dev.freehold.billing.checkout.OrderKind;
import dev.freehold.billing.checkout.Purchase;
import dev.freehold.billing.event.EventProcessing;
import dev.freehold.billing.event.ProviderCalls;
import dev.freehold.billing.event.ReceivedEvents;
import dev.freehold.billing.subscription.PlatformSubscriptions;
import dev.freehold.kernel.Call;
import dev.freehold.kernel.Ids;
import dev.freehold.kernel.Json;
import dev.freehold.kernel.Scope;
import dev.freehold.sandbox.Sandbox;
import dev.freehold.sandbox.SandboxForTests;
import dev.freehold.sandbox.stripe.CheckoutOutcome;
import dev.freehold.sandbox.stripe.StripeSimulator;
import dev.freehold.stripe.StripeClient;
import dev.freehold.stripe.StripeEvent;
import dev.freehold.stripe.StripeForm;
import dev.freehold.testing.Owner;
import dev.freehold.testing.Rows;
import dev.freehold.testing.SettableClock;
import dev.freehold.testing.StripeSandbox;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/** What happens to a customer, in the words of the tests; Stripe is the simulated one. */
@ApplicationScoped
public class Story {

  public static final UUID STARTER = plan(101);
  public static final UUID GROWTH = plan(102);
  public static final UUID POOL_DEV = plan(112);
  public static final UUID CREDITS_1000 = plan(131);

  @Inject SettableClock clock;
  @Inject Ids ids;
  @Inject ProviderPrices prices;
  @Inject StripeClient stripe;
  @Inject PlatformSubscriptions platforms;
  @Inject CheckoutService checkouts;
  @Inject ReceivedEvents received;
  @Inject EventProcessing processing;
  @Inject ProviderCalls calls;

  private final Set<String> seen = new HashSet<>();
  private Sandbox sandbox;

  private static UUID plan(int number) {
    return UUID.fromString("019b7700-0000-7000-8000-000000000" + number);
  }

  public static UUID priceOf(UUID plan) {
    return UUID.fromString(plan.toString().replace("-0000000001", "-0000000003"));
  }

  /** Starts the simulated Stripe once and sells the shipped plans there. */
  public synchronized Sandbox open() {
    if (sandbox == null) {
      sandbox = SandboxForTests.start(clock);
      Recorder.start(StripeSandbox.port(), sandbox.root());
      Owner.update("DELETE FROM billing.prices");
      prices.pushMissing();
    }
    return sandbox;
  }

  @PreDestroy
  void close() {
    if (sandbox != null) {
      sandbox.close();
    }
  }

  public StripeSimulator simulator() {
    return open().simulator(StripeSimulator.class);
  }

  public UUID organization() {
    return Rows.organization(Rows.user());
  }

  public UUID platform(UUID organization) {
    UUID id = ids.next();
    var word = id.toString().replace("-", "").substring(22);
    Owner.update(
        """
        INSERT INTO registry.platforms (id, organization_id, key, name, slug, status, tier,
          version, created_at, updated_at)
        VALUES (?, ?, ?, 'Acme', ?, 'pending', 'starter', 0, ?, ?)
        """,
        id,
        organization,
        word,
        "acme-" + word,
        clock.instant(),
        clock.instant());
    return id;
  }

  public <T> T in(UUID organization, Supplier<T> work) {
    return Call.system("test", Scope.tenant(organization)).supply(work);
  }

  public void run(UUID organization, Runnable work) {
    Call.system("test", Scope.tenant(organization)).run(work);
  }

  public <T> T asOperator(Supplier<T> work) {
    return Call.system("test", Scope.operator()).supply(work);
  }

  /** A platform with its first subscription. */
  public UUID startedPlatform(UUID organization) {
    UUID platform = platform(organization);
    run(organization, () -> platforms.begin(organization, platform, "starter", "ap@acme.test"));
    return platform;
  }

  public Purchase purchase(UUID organization, UUID plan, UUID platform) {
    return new Purchase(
        OrderKind.SUBSCRIPTION,
        organization,
        null,
        plan,
        null,
        platform,
        null,
        null,
        Provider.STRIPE,
        "http://localhost:8080/billing",
        "http://localhost:8080/billing");
  }

  public CheckoutView checkout(UUID organization, UUID plan, UUID platform) {
    open();
    return in(
        organization, () -> checkouts.open(purchase(organization, plan, platform), ids.next()));
  }

  /** The customer pays on the provider's page. */
  public void pay(CheckoutView checkout) {
    var url = checkout.url();
    simulator().completeCheckout(url.substring(url.lastIndexOf('/') + 1), CheckoutOutcome.SUCCEED);
  }

  /** Events Stripe has made since this was asked last, oldest first. */
  public synchronized List<StripeEvent> newEvents() {
    open();
    var events = new ArrayList<StripeEvent>();
    String after = null;
    int found;
    do {
      found = events.size();
      var query = StripeForm.empty().put("limit", 100).put("starting_after", after);
      for (var event : stripe.get("/v1/events", query).get("data")) {
        after = event.get("id").asText();
        if (seen.add(after)) {
          events.addFirst(StripeEvent.of(event));
        }
      }
    } while (events.size() > found);
    return events;
  }

  /** As the webhook and then the queue would. */
  public void process(StripeEvent event) {
    store(event);
    work(idOf(event));
  }

  public void processAll(List<StripeEvent> events) {
    events.forEach(this::process);
    makeCalls();
  }

  public void store(StripeEvent event) {
    Call.system("test", Scope.none()).run(() -> received.store(event));
  }

  public void work(UUID paymentEventId) {
    Call.system("test", Scope.operator()).run(() -> processing.process(paymentEventId));
  }

  /** One event of the ledger. */
  public Map<String, Object> ledger(StripeEvent event) {
    return Owner.rows(
            "SELECT * FROM billing.payment_events WHERE provider_event_id = ?", event.id())
        .getFirst();
  }

  /** The one of a type among them. */
  public static StripeEvent only(List<StripeEvent> events, String type) {
    return events.stream().filter(event -> event.type().equals(type)).findFirst().orElseThrow();
  }

  public UUID idOf(StripeEvent event) {
    return (UUID)
        Owner.value(
            "SELECT id FROM billing.payment_events WHERE provider_event_id = ?", event.id());
  }

  /** What transactions asked the provider to be told. */
  public void makeCalls() {
    var due =
        Owner.rows(
            """
            UPDATE core.outbox SET sent_at = created_at
            WHERE type = 'billing-call-provider' AND sent_at IS NULL RETURNING payload
            """);
    for (Map<String, Object> row : due) {
      var call = Json.readLenient(row.get("payload").toString(), ProviderCalls.CallProvider.class);
      Call.system("test", Scope.operator()).run(() -> calls.make(call));
    }
  }

  /** As the customer would on the provider's own page. */
  public void cancelAtPeriodEnd(String providerSubscriptionId) {
    stripe.post(
        "/v1/subscriptions/" + providerSubscriptionId,
        StripeForm.empty().put("cancel_at_period_end", true),
        "end-" + providerSubscriptionId);
  }

  /** Time passes here and at Stripe; what it reports of the organization is processed. */
  public void pass(Duration time, UUID organization) {
    clock.advance(time);
    open().actAt(clock.instant());
    var customer =
        (String)
            Owner.value(
                """
                SELECT provider_customer_id FROM billing.provider_customers
                WHERE organization_id = ?
                """,
                organization);
    processAll(
        newEvents().stream()
            .filter(event -> event.payload().toString().contains(customer))
            .toList());
  }

  public Map<String, Object> subscription(UUID platform) {
    return Owner.rows(
            "SELECT * FROM billing.subscriptions WHERE platform_id = ? ORDER BY id DESC", platform)
        .getFirst();
  }

  /** Types of the events sent for an organization, oldest first. */
  public List<String> told(UUID organization) {
    return Owner.rows(
            """
            SELECT type FROM core.outbox WHERE organization_id = ? AND kind = 'event'
            ORDER BY id
            """,
            organization)
        .stream()
        .map(row -> (String) row.get("type"))
        .toList();
  }
}
