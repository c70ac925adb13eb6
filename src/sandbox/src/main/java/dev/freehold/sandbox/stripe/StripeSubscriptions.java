package dev.freehold.sandbox.stripe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freehold.sandbox.stripe.api.ApiCall;
import dev.freehold.sandbox.stripe.api.Nodes;
import dev.freehold.sandbox.stripe.api.Params;
import dev.freehold.sandbox.stripe.api.Routes;
import dev.freehold.sandbox.stripe.api.StripeError;
import dev.freehold.sandbox.stripe.api.StripeLists;
import dev.freehold.sandbox.stripe.api.StripeRows;
import dev.freehold.sandbox.stripe.webhook.StripeEvents;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reading, changing and canceling subscriptions. They begin by a completed checkout. */
final class StripeSubscriptions {

  private static final String KIND = SubscriptionLife.KIND;
  private static final String CUSTOMER = "customer";
  private static final String UPDATED = "customer.subscription.updated";
  private static final String LATER =
      "add_invoice_items application_fee_percent automatic_tax billing_cycle_anchor"
          + " billing_thresholds collection_method coupon days_until_due default_source"
          + " default_tax_rates discounts invoice_settings on_behalf_of pause_collection"
          + " payment_settings pending_invoice_item_interval promotion_code transfer_data"
          + " trial_from_plan";

  private final StripeRows rows;
  private final StripeEvents events;
  private final SubscriptionLife life;
  private final InvoiceCollection collection;

  StripeSubscriptions(
      StripeRows rows, StripeEvents events, SubscriptionLife life, InvoiceCollection collection) {
    this.rows = rows;
    this.events = events;
    this.life = life;
    this.collection = collection;
  }

  void routes(Routes routes) {
    routes
        .add("GET", "/v1/subscriptions", this::list)
        .add("GET", "/v1/subscriptions/{id}", this::read)
        .add("POST", "/v1/subscriptions/{id}", this::update)
        .add("DELETE", "/v1/subscriptions/{id}", this::cancel)
        .add("POST", "/v1/subscriptions/{id}/resume", this::resume)
        .add("GET", "/v1/subscription_items", this::items);
  }

  /** The list that {@code expand[]=subscriptions} puts into a customer: those that live. */
  ObjectNode ofCustomer(String customer) {
    return Nodes.list(
        "/v1/customers/" + customer + "/subscriptions",
        rows.newestFirst(KIND).stream()
            .filter(row -> Nodes.is(row, CUSTOMER, customer))
            .filter(hasStatus(null))
            .map(Nodes::visible)
            .toList(),
        false);
  }

  private ObjectNode read(ApiCall call) {
    call.params().accept("");
    return rows.named(KIND, call.path(0), "id");
  }

  private ObjectNode list(ApiCall call) {
    Params params =
        call.params()
            .accept(
                StripeLists.PAGING + "customer price status collection_method created",
                "automatic_tax current_period_end current_period_start test_clock");
    String customer = params.text(CUSTOMER);
    String price = params.text("price");
    return StripeLists.page(
        call,
        KIND,
        rows.newestFirst(KIND).stream()
            .filter(hasStatus(params.text("status")))
            .filter(row -> customer == null || Nodes.is(row, CUSTOMER, customer))
            .filter(row -> price == null || hasPrice(row, price))
            .filter(StripeLists.during(params, "created"))
            .toList());
  }

  private ObjectNode items(ApiCall call) {
    Params params = call.params().accept(StripeLists.PAGING + KIND);
    ObjectNode row = rows.named(KIND, params.requiredText(KIND), KIND);
    return StripeLists.page(call, "subscription_item", Nodes.data(row, "items"));
  }

  /** Without a status, those that have not ended; {@code all}; {@code ended}; or one status. */
  private static Predicate<ObjectNode> hasStatus(@Nullable String asked) {
    return row -> {
      String status = Nodes.text(row, "status");
      return switch (asked) {
        case null -> !status.equals("canceled");
        case "all" -> true;
        case "ended" -> SubscriptionLife.ENDED.contains(status);
        case String one -> status.equals(one);
      };
    };
  }

  private static boolean hasPrice(ObjectNode row, String price) {
    return Nodes.data(row, "items").stream()
        .anyMatch(item -> Nodes.id(item.path("price")).equals(price));
  }

  private ObjectNode update(ApiCall call) {
    ObjectNode before = living(call);
    Params params =
        call.params()
            .accept(
                "cancel_at cancel_at_period_end cancellation_details default_payment_method"
                    + " description items metadata off_session payment_behavior proration_behavior"
                    + " proration_date trial_end trial_settings",
                LATER);
    ObjectNode subscription = before.deepCopy();
    params.copyMetadata(subscription);
    params.copyTexts(subscription, "description");
    writeMethod(subscription, params);
    writeItems(subscription, params);
    writeCancellation(subscription, params);
    writeTrialSettings(subscription, params);
    boolean trialEndsNow = "now".equals(params.text("trial_end"));
    if (params.has("trial_end") && !trialEndsNow) {
      moveTrialEnd(subscription, params);
    }
    rows.put(subscription);
    if (trialEndsNow && Nodes.is(subscription, "status", "trialing")) {
      return endTrial(subscription);
    }
    events.changed(UPDATED, before, subscription);
    return subscription;
  }

  private ObjectNode endTrial(ObjectNode subscription) {
    subscription.put("trial_end", rows.now()).put("billing_cycle_anchor", rows.now());
    collection.collect(life.renew(subscription, "subscription_update"));
    return rows.get(KIND, Nodes.id(subscription));
  }

  private void moveTrialEnd(ObjectNode subscription, Params params) {
    long end = params.integer("trial_end", 0);
    if (end <= rows.now()) {
      throw StripeError.invalid("trial_end", "trial_end must be in the future, or 'now'.");
    }
    if (!Nodes.is(subscription, "status", "trialing")) {
      throw StripeError.notSimulated("a trial that begins after the subscription did");
    }
    subscription.put("trial_end", end).put("billing_cycle_anchor", end);
    Nodes.data(subscription, "items").forEach(item -> item.put("current_period_end", end));
  }

  private void writeMethod(ObjectNode subscription, Params params) {
    if (params.text("default_payment_method") instanceof String method) {
      rows.named("payment_method", method, "default_payment_method");
    }
    params.copyTexts(subscription, "default_payment_method");
  }

  private void writeItems(ObjectNode subscription, Params params) {
    String proration =
        params.oneOf("proration_behavior", "always_invoice", "create_prorations", "none");
    for (Params wanted : params.objects("items")) {
      wanted.accept("id price quantity metadata", "deleted discounts plan price_data tax_rates");
      String id = wanted.text("id");
      if (id == null) {
        throw StripeError.notSimulated("a further item of a subscription");
      }
      ObjectNode item =
          Nodes.data(subscription, "items").stream()
              .filter(one -> Nodes.id(one).equals(id))
              .findFirst()
              .orElseThrow(
                  () -> StripeError.missingResource("subscription item", id, wanted.name("id")));
      ObjectNode before = item.deepCopy();
      writeItem(item, wanted);
      boolean free = Nodes.is(subscription, "status", "trialing") || "none".equals(proration);
      if (!free && amount(item) != amount(before)) {
        throw StripeError.notSimulated("the proration of a changed price");
      }
    }
  }

  private void writeItem(ObjectNode item, Params wanted) {
    wanted.copyMetadata(item);
    item.put("quantity", wanted.integer("quantity", Nodes.number(item, "quantity")));
    if (wanted.text("price") instanceof String id) {
      ObjectNode price = rows.named(StripePrices.KIND, id, wanted.name("price"));
      if (!Nodes.isTrue(price, "active")) {
        throw StripeError.invalid(
            wanted.name("price"),
            "The price specified is inactive. This field only accepts active prices.");
      }
      if (!price.path("recurring").path("interval").equals(item.at("/price/recurring/interval"))) {
        throw StripeError.notSimulated("another interval of a subscription");
      }
      SubscriptionLife.writePrice(item, price);
    }
  }

  private static long amount(ObjectNode item) {
    return Nodes.number(item.path("price"), "unit_amount") * Nodes.number(item, "quantity");
  }

  private void writeCancellation(ObjectNode subscription, Params params) {
    if (params.has("cancel_at_period_end") && params.text("cancel_at") != null) {
      throw StripeError.invalid(
          "cancel_at", "You cannot set both `cancel_at` and `cancel_at_period_end`.");
    }
    ObjectNode details = Nodes.object(subscription, "cancellation_details");
    if (params.bool("cancel_at_period_end") instanceof Boolean atEnd) {
      subscription.put("cancel_at_period_end", atEnd);
      cancelAt(subscription, atEnd ? SubscriptionLife.periodEnd(subscription) : null);
    }
    if (params.has("cancel_at")) {
      subscription.put("cancel_at_period_end", false);
      cancelAt(subscription, params.integer("cancel_at"));
    }
    writeReason(details, params);
  }

  private void cancelAt(ObjectNode subscription, @Nullable Long at) {
    if (at != null && at <= rows.now()) {
      throw StripeError.invalid("cancel_at", "cancel_at must be in the future.");
    }
    subscription.put("cancel_at", at).put("canceled_at", at == null ? null : rows.now());
    Nodes.object(subscription, "cancellation_details")
        .put("reason", at == null ? null : "cancellation_requested");
  }

  private static void writeReason(ObjectNode details, Params params) {
    if (params.object("cancellation_details") instanceof Params given) {
      given.accept("comment feedback").copyTexts(details, "comment", "feedback");
    }
  }

  private static void writeTrialSettings(ObjectNode subscription, Params params) {
    if (params.object("trial_settings") instanceof Params settings) {
      Params behavior = settings.accept("end_behavior").hash("end_behavior");
      String missing =
          behavior
              .accept("missing_payment_method")
              .oneOf("missing_payment_method", "cancel", "create_invoice", "pause");
      if (missing != null) {
        Nodes.object(Nodes.object(subscription, "trial_settings"), "end_behavior")
            .put("missing_payment_method", missing);
      }
    }
  }

  private ObjectNode cancel(ApiCall call) {
    ObjectNode subscription = living(call);
    Params params = call.params().accept("cancellation_details invoice_now prorate");
    if (params.bool("prorate", false)) {
      throw StripeError.notSimulated("the proration of a canceled subscription");
    }
    params.bool("invoice_now"); // Without prorations and metered use there is nothing to invoice.
    writeReason(Nodes.object(subscription, "cancellation_details"), params);
    return life.end(subscription, "cancellation_requested");
  }

  private ObjectNode resume(ApiCall call) {
    ObjectNode before = living(call);
    call.params().accept("billing_cycle_anchor proration_behavior proration_date");
    if (!Nodes.is(before, "status", "paused")) {
      throw StripeError.invalid(
          null,
          "Subscription must be `paused` to be resumed; it is `%s`."
              .formatted(Nodes.text(before, "status")));
    }
    ObjectNode subscription = before.deepCopy().put("billing_cycle_anchor", rows.now());
    collection.collect(life.renew(subscription, "subscription_update"));
    ObjectNode resumed = rows.get(KIND, Nodes.id(subscription));
    if (Nodes.is(resumed, "status", "active")) {
      events.happened("customer.subscription.resumed", resumed);
    }
    return resumed;
  }

  private ObjectNode living(ApiCall call) {
    ObjectNode row = rows.named(KIND, call.path(0), "id");
    if (!SubscriptionLife.ENDED.contains(Nodes.text(row, "status"))) {
      return row;
    }
    if (call.method().equals("DELETE")) {
      throw StripeError.missingResource(KIND, call.path(0), "id");
    }
    throw StripeError.invalid(
        null, "A canceled subscription can only update its cancellation_details and metadata.");
  }
}
