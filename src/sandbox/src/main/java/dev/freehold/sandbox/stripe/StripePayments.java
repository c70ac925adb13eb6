package dev.freehold.sandbox.stripe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freehold.sandbox.SimJson;
import dev.freehold.sandbox.stripe.api.ApiCall;
import dev.freehold.sandbox.stripe.api.Nodes;
import dev.freehold.sandbox.stripe.api.Params;
import dev.freehold.sandbox.stripe.api.Routes;
import dev.freehold.sandbox.stripe.api.Shapes;
import dev.freehold.sandbox.stripe.api.StripeIds;
import dev.freehold.sandbox.stripe.api.StripeLists;
import dev.freehold.sandbox.stripe.api.StripeRows;
import dev.freehold.sandbox.stripe.webhook.StripeEvents;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Cards, payment intents and charges, as checkout and invoices make them. */
final class StripePayments {

  private static final String METHOD = "payment_method";
  private static final String INTENT = "payment_intent";
  private static final String CHARGE = "charge";

  private final StripeRows rows;
  private final StripeEvents events;

  StripePayments(StripeRows rows, StripeEvents events) {
    this.rows = rows;
    this.events = events;
  }

  void routes(Routes routes) {
    routes
        .add("GET", "/v1/payment_methods", call -> list(call, METHOD, "customer type"))
        .add("GET", "/v1/payment_methods/{id}", call -> read(call, METHOD))
        .add("GET", "/v1/customers/{id}/payment_methods", this::methodsOfCustomer)
        .add("GET", "/v1/customers/{id}/payment_methods/{id}", this::methodOfCustomer)
        .add("GET", "/v1/payment_intents", call -> list(call, INTENT, "customer created"))
        .add("GET", "/v1/payment_intents/{id}", call -> read(call, INTENT))
        .add("GET", "/v1/charges", call -> list(call, CHARGE, "customer payment_intent created"))
        .add("GET", "/v1/charges/{id}", call -> read(call, CHARGE));
  }

  /** The Visa card that everybody types in. */
  ObjectNode addCard(@Nullable String customer, @Nullable String email, @Nullable String name) {
    ObjectNode method = Shapes.fresh(METHOD, rows.now());
    method.put("customer", customer);
    Nodes.object(method, "billing_details").put("email", email).put("name", name);
    rows.put(method);
    if (customer != null) {
      events.happened("payment_method.attached", method);
    }
    return method;
  }

  /** The first given one, else the customer's default, else none. */
  Optional<String> methodFor(String customer, @Nullable String preferred) {
    return preferred != null
        ? Optional.of(preferred)
        : Optional.ofNullable(
            Nodes.textOrNull(
                rows.get(StripeCustomers.KIND, customer).path("invoice_settings"),
                "default_payment_method"));
  }

  PaymentOutcome outcomeOf(String customer) {
    return rows.find(StripeCustomers.KIND, customer)
        .map(row -> Nodes.textOrNull(Nodes.simOf(row), "outcome"))
        .map(PaymentOutcome::valueOf)
        .orElse(PaymentOutcome.SUCCEED);
  }

  /** An intent that was not tried yet. */
  ObjectNode intend(
      long amount, String currency, @Nullable String customer, @Nullable String description) {
    ObjectNode intent = Shapes.fresh(INTENT, rows.now());
    intent
        .put("amount", amount)
        .put("currency", currency)
        .put("customer", customer)
        .put("description", description)
        .put("client_secret", Nodes.id(intent) + "_secret_sandbox");
    rows.put(intent);
    events.happened("payment_intent.created", intent);
    return intent;
  }

  /**
   * Tries {@code intent} once.
   *
   * @param method null only with {@link PaymentOutcome#NO_METHOD}
   * @return the intent afterwards
   */
  ObjectNode pay(ObjectNode intent, @Nullable String method, PaymentOutcome outcome) {
    intent.put("payment_method", method);
    switch (outcome) {
      case SUCCEED -> succeed(intent);
      case DECLINE -> decline(intent);
      case AUTHENTICATION_REQUIRED -> requireAction(intent);
      case NO_METHOD -> rows.put(intent);
    }
    return intent;
  }

  private void succeed(ObjectNode intent) {
    ObjectNode charge = charge(intent);
    charge
        .put("amount_captured", Nodes.number(intent, "amount"))
        .put("balance_transaction", StripeIds.next("balance_transaction"));
    rows.put(charge);
    intent
        .put("status", "succeeded")
        .put("amount_received", Nodes.number(intent, "amount"))
        .putNull("next_action")
        .putNull("last_payment_error");
    rows.put(intent);
    events.happened("charge.succeeded", charge);
    events.happened("payment_intent.succeeded", intent);
  }

  private void decline(ObjectNode intent) {
    ObjectNode charge = charge(intent);
    charge
        .put("paid", false)
        .put("captured", false)
        .put("status", "failed")
        .put("failure_code", "card_declined")
        .put("failure_message", "Your card was declined.");
    Nodes.object(charge, "outcome")
        .put("network_decline_code", "05")
        .put("network_status", "declined_by_network")
        .put("reason", "generic_decline")
        .put("seller_message", "The bank did not return any further details with this decline.")
        .put("type", "issuer_declined");
    rows.put(charge);
    ObjectNode error = SimJson.object();
    error
        .put("charge", Nodes.id(charge))
        .put("code", "card_declined")
        .put("decline_code", "generic_decline")
        .put("doc_url", "https://stripe.com/docs/error-codes/card-declined")
        .put("message", "Your card was declined.")
        .put("type", "card_error");
    intent.put("status", "requires_payment_method").putNull("payment_method");
    intent.set("last_payment_error", error);
    rows.put(intent);
    events.happened("charge.failed", charge);
    events.happened("payment_intent.payment_failed", intent);
  }

  private void requireAction(ObjectNode intent) {
    intent.put("status", "requires_action");
    ObjectNode action = intent.putObject("next_action").put("type", "use_stripe_sdk");
    action.putObject("use_stripe_sdk").put("type", "three_d_secure_redirect");
    rows.put(intent);
    events.happened("payment_intent.requires_action", intent);
  }

  private ObjectNode charge(ObjectNode intent) {
    ObjectNode charge = Shapes.fresh(CHARGE, rows.now());
    for (String field : List.of("amount", "currency", "customer", "description", "metadata")) {
      charge.set(field, intent.get(field));
    }
    charge.set("payment_method", intent.get("payment_method"));
    charge.put("payment_intent", Nodes.id(intent));
    ((ObjectNode) charge.at("/payment_method_details/card"))
        .put("amount_authorized", Nodes.number(intent, "amount"));
    intent.put("latest_charge", Nodes.id(charge));
    return charge;
  }

  private ObjectNode read(ApiCall call, String kind) {
    call.params().accept("");
    return rows.named(kind, call.path(0), kind);
  }

  private ObjectNode list(ApiCall call, String kind, String filters) {
    Params params = call.params().accept(StripeLists.PAGING + filters);
    return StripeLists.page(
        call,
        kind,
        rows.newestFirst(kind).stream()
            .filter(row -> !kind.equals(METHOD) || Nodes.textOrNull(row, "customer") != null)
            .filter(row -> isAsked(row, params, "customer"))
            .filter(row -> isAsked(row, params, "type"))
            .filter(row -> isAsked(row, params, "payment_intent"))
            .filter(StripeLists.during(params, "created"))
            .toList());
  }

  private ObjectNode methodsOfCustomer(ApiCall call) {
    Params params = call.params().accept(StripeLists.PAGING + "type", "allow_redisplay");
    String customer = Nodes.id(rows.named(StripeCustomers.KIND, call.path(0), "customer"));
    return StripeLists.page(
        call,
        METHOD,
        rows.newestFirst(METHOD).stream()
            .filter(row -> Nodes.is(row, "customer", customer))
            .filter(row -> isAsked(row, params, "type"))
            .toList());
  }

  private ObjectNode methodOfCustomer(ApiCall call) {
    call.params().accept("");
    rows.named(StripeCustomers.KIND, call.path(0), "customer");
    return rows.named(METHOD, call.path(1), METHOD);
  }

  private static boolean isAsked(ObjectNode row, Params params, String field) {
    String asked = params.text(field);
    return asked == null || Nodes.is(row, field, asked);
  }
}
