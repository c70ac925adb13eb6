package dev.freehold.sandbox.stripe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freehold.sandbox.SimContext;
import dev.freehold.sandbox.SimRequest;
import dev.freehold.sandbox.SimResponse;
import dev.freehold.sandbox.Simulator;
import dev.freehold.sandbox.State;
import dev.freehold.sandbox.stripe.api.ApiCall;
import dev.freehold.sandbox.stripe.api.Expander;
import dev.freehold.sandbox.stripe.api.FormDecoder;
import dev.freehold.sandbox.stripe.api.IdempotencyKeys;
import dev.freehold.sandbox.stripe.api.IdempotencyKeys.Answered;
import dev.freehold.sandbox.stripe.api.Nodes;
import dev.freehold.sandbox.stripe.api.OlderVersion;
import dev.freehold.sandbox.stripe.api.Params;
import dev.freehold.sandbox.stripe.api.Routes;
import dev.freehold.sandbox.stripe.api.StripeError;
import dev.freehold.sandbox.stripe.api.StripeIds;
import dev.freehold.sandbox.stripe.api.StripeRows;
import dev.freehold.sandbox.stripe.webhook.DeliverySettings;
import dev.freehold.sandbox.stripe.webhook.StripeEvents;
import dev.freehold.sandbox.stripe.webhook.WebhookDeliveries;
import dev.freehold.sandbox.stripe.webhook.WebhookEndpoint;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One Stripe test account under {@code /stripe/v1}. Any key that begins with {@code sk_test_} or
 * {@code rk_test_} opens it. What it does not know is 501.
 */
public final class StripeSimulator implements Simulator {

  /** Of the events it makes: what the product asks its endpoint to have. */
  public static final String API_VERSION = "2026-05-27.dahlia";

  private static final Pattern VERSION = Pattern.compile("\\d{4}-\\d{2}-\\d{2}(\\.[a-z]+)?");
  private static final int MAX_STEPS = 100_000;

  private final SimContext context;
  private final StripeRows rows;
  private final IdempotencyKeys idempotency;
  private final WebhookDeliveries deliveries;
  private final StripeEvents events;
  private final StripeCustomers customers;
  private final StripeCheckout checkout;
  private final CheckoutCompletion completion;
  private final CheckoutPage checkoutPage;
  private final InvoicePage invoicePage;
  private final StripeSubscriptions subscriptions;
  private final StripeInvoices invoices;
  private final SubscriptionLife life;
  private final InvoiceCollection collection;
  private final Routes routes = new Routes();
  private final Expander expander;
  private final OlderVersion olderVersion;

  public StripeSimulator(SimContext context) {
    this.context = context;
    State state = context.open("stripe");
    rows = new StripeRows(context, state);
    idempotency = new IdempotencyKeys(context, state);
    deliveries = new WebhookDeliveries(context, state);
    events = new StripeEvents(rows, deliveries, API_VERSION);
    String hosted = context.root() + prefix();
    var payments = new StripePayments(rows, events);
    var maker = new InvoiceMaker(rows, events);
    collection =
        new InvoiceCollection(
            rows,
            events,
            payments,
            new SubscriptionStanding(rows, events),
            hosted + InvoicePage.PATH);
    life = new SubscriptionLife(rows, events, payments, maker, collection);
    customers = new StripeCustomers(rows, events, life);
    var products = new StripeProducts(rows, events);
    var prices = new StripePrices(rows, events, products);
    checkout =
        new StripeCheckout(
            rows, events, new CheckoutLineItems(rows, prices), hosted + CheckoutPage.PATH);
    completion = new CheckoutCompletion(rows, events, customers, payments, life, maker, collection);
    checkoutPage = new CheckoutPage(rows, completion);
    invoicePage = new InvoicePage(rows);
    subscriptions = new StripeSubscriptions(rows, events, life, collection);
    invoices = new StripeInvoices(rows);
    expander = new Expander(rows, this::included);
    olderVersion = new OlderVersion(rows);
    products.routes(routes);
    prices.routes(routes);
    payments.routes(routes);
    new StripeRefunds(rows, events).routes(routes);
    addRoutes();
  }

  private void addRoutes() {
    customers.routes(routes);
    checkout.routes(routes);
    subscriptions.routes(routes);
    invoices.routes(routes);
    events.routes(routes);
  }

  private Optional<ObjectNode> included(ObjectNode object, String field) {
    String id = Nodes.id(object);
    return switch (Nodes.text(object, "object") + "." + field) {
      case "checkout.session.line_items" ->
          rows.find(StripeCheckout.KIND, id).map(checkout::lineItemsOf);
      case "invoice.payments" -> Optional.of(invoices.paymentsOf(id));
      case "customer.subscriptions" -> Optional.of(subscriptions.ofCustomer(id));
      default -> Optional.empty();
    };
  }

  @Override
  public String name() {
    return "stripe";
  }

  @Override
  public String prefix() {
    return "/stripe";
  }

  @Override
  public void seed() {
    deliveries.restore();
  }

  @Override
  public SimResponse handle(SimRequest request) {
    return checkoutPage
        .answer(request)
        .or(() -> invoicePage.answer(request))
        .orElseGet(() -> answer(request));
  }

  private SimResponse answer(SimRequest request) {
    String requestId = StripeIds.next("request");
    try {
      checkKey(request.header("authorization"));
      String version = version(request);
      String form = request.rawQuery() + "&" + request.text();
      var call =
          new ApiCall(
              request.method(),
              request.path(),
              List.of(),
              Params.of(FormDecoder.decode(form)),
              request.header("idempotency-key"),
              requestId);
      return idempotency
          .earlier(call)
          .map(StripeSimulator::again)
          .orElseGet(() -> answer(call, version))
          .header("Stripe-Version", version);
    } catch (StripeError refused) {
      return SimResponse.json(refused.status(), refused.body()).header("Request-Id", requestId);
    }
  }

  private static SimResponse again(Answered earlier) {
    return SimResponse.json(earlier.status(), earlier.body())
        .header("Request-Id", earlier.requestId())
        .header("Original-Request", earlier.requestId())
        .header("Idempotent-Replayed", "true");
  }

  private SimResponse answer(ApiCall call, String version) {
    ObjectNode answer =
        rows.causedBy(
            call,
            () ->
                routes
                    .answer(call)
                    .orElseThrow(() -> StripeError.notSimulated(call.method() + " " + call.url())));
    ObjectNode seen =
        olderVersion.render(
            expander.expand(Nodes.visible(answer), call.params().texts("expand")), version);
    idempotency.remember(call, 200, seen);
    var response = SimResponse.json(200, seen).header("Request-Id", call.requestId());
    return call.idempotencyKey() instanceof String key
        ? response.header("Idempotency-Key", key)
        : response;
  }

  private static String version(SimRequest request) {
    String version = request.header("stripe-version", API_VERSION);
    if (!VERSION.matcher(version).matches()) {
      throw StripeError.invalid(null, "Invalid Stripe API version: " + version);
    }
    return version;
  }

  private static void checkKey(@Nullable String authorization) {
    if (authorization == null || !authorization.startsWith("Bearer ")) {
      throw StripeError.unauthorized(
          "You did not provide an API key. You need to provide your API key in the Authorization"
              + " header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').");
    }
    String key = authorization.substring("Bearer ".length());
    if (!key.startsWith("sk_test_") && !key.startsWith("rk_test_")) {
      String end = key.length() > 4 ? key.substring(key.length() - 4) : "";
      throw StripeError.unauthorized("Invalid API Key provided: " + "*".repeat(8) + end);
    }
  }

  @Override
  public Optional<Instant> nextDueAt() {
    return Stream.concat(due().map(Due::at), deliveries.nextDueAt().stream())
        .min(Comparator.naturalOrder());
  }

  private Stream<Due> due() {
    return Stream.of(checkout.due(), life.due(), collection.due()).flatMap(all -> all);
  }

  @Override
  public int actAt(Instant now) {
    for (int done = 0; done < MAX_STEPS; done++) {
      Optional<Due> next =
          due().filter(due -> !due.at().isAfter(now)).min(Comparator.comparing(Due::at));
      if (next.isEmpty()) {
        events.forgetOld();
        return done + deliveries.send(now);
      }
      rows.at(next.get().at(), next.get().work());
    }
    throw new IllegalStateException("more than " + MAX_STEPS + " steps at " + now);
  }

  @Override
  public SimResponse failure(int status, @Nullable Duration retryAfter) {
    StripeError error =
        status == 429
            ? StripeError.failure(status, "Request rate limit exceeded.").code("rate_limit")
            : StripeError.failure(status, "A fault of the sandbox.");
    var answer =
        SimResponse.json(status, error.body()).header("Request-Id", StripeIds.next("request"));
    return retryAfter == null
        ? answer
        : answer.header("Retry-After", Long.toString(retryAfter.toSeconds()));
  }

  /** From now on events go there; said again after every start. */
  public void sendWebhooksTo(WebhookEndpoint endpoint) {
    change(() -> deliveries.sendTo(endpoint));
  }

  /**
   * Presses a button of the checkout page.
   *
   * @throws SessionNotOpenException when it is unknown, complete or expired; nothing was written
   */
  public CheckoutResult completeCheckout(String sessionId, CheckoutOutcome outcome) {
    return context.change(() -> completion.complete(sessionId, outcome));
  }

  /**
   * Every payment ends so until set again.
   *
   * @param customerOrOrganization a customer's id, or what its metadata calls {@code
   *     freehold_organization}
   * @return false when there is no such customer; nothing was written
   */
  public boolean setPaymentOutcome(String customerOrOrganization, PaymentOutcome outcome) {
    return context.change(() -> customers.setOutcome(customerOrOrganization, outcome));
  }

  /** How events are sent; {@code hold = false} sends what was held and returns when tried. */
  public void setDelivery(DeliverySettings settings) {
    change(
        () -> {
          boolean released = deliveries.settings().hold() && !settings.hold();
          deliveries.set(settings);
          if (released) {
            deliveries.send(context.now());
          }
        });
  }

  public DeliverySettings delivery() {
    return context.change(deliveries::settings);
  }

  /** Sends what was held, in the order and number of copies chosen; returns when tried. */
  public void releaseHeld() {
    DeliverySettings now = delivery();
    setDelivery(new DeliverySettings(now.order(), now.copies(), false));
  }

  /** How many events the endpoint has not yet taken. */
  public int pendingWebhooks() {
    return context.change(deliveries::pending);
  }

  private void change(Runnable work) {
    context.change(
        () -> {
          work.run();
          return true;
        });
  }
}
