package dev.freehold.sandbox.stripe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freehold.sandbox.SimJson;
import dev.freehold.sandbox.stripe.api.ApiCall;
import dev.freehold.sandbox.stripe.api.Nodes;
import dev.freehold.sandbox.stripe.api.Params;
import dev.freehold.sandbox.stripe.api.Routes;
import dev.freehold.sandbox.stripe.api.Shapes;
import dev.freehold.sandbox.stripe.api.StripeError;
import dev.freehold.sandbox.stripe.api.StripeLists;
import dev.freehold.sandbox.stripe.api.StripeRows;
import dev.freehold.sandbox.stripe.webhook.StripeEvents;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Checkout sessions: made, read, listed, expired. {@link CheckoutCompletion} completes them. */
final class StripeCheckout {

  static final String KIND = "checkout.session";

  private static final long SHORTEST_SEC = Duration.ofMinutes(30).toSeconds();
  private static final long LONGEST_SEC = Duration.ofHours(24).toSeconds();
  // Between a client's clock and ours a request is on its way.
  private static final long SLACK_SEC = 60;
  private static final long DAY_SEC = Duration.ofDays(1).toSeconds();

  private static final String KNOWN =
      "mode customer customer_email client_reference_id line_items success_url cancel_url"
          + " expires_at metadata subscription_data payment_intent_data invoice_creation"
          + " payment_method_types payment_method_collection customer_creation locale ui_mode"
          + " allow_promotion_codes billing_address_collection submit_type currency automatic_tax";
  private static final String LATER =
      "adaptive_pricing after_expiration branding_settings consent_collection custom_fields"
          + " custom_text customer_account customer_update discounts excluded_payment_method_types"
          + " managed_payments name_collection optional_items origin_context"
          + " payment_method_configuration payment_method_data payment_method_options permissions"
          + " phone_number_collection redirect_on_completion return_url"
          + " saved_payment_method_options setup_intent_data shipping_address_collection"
          + " shipping_options tax_id_collection wallet_options";

  private final StripeRows rows;
  private final StripeEvents events;
  private final CheckoutLineItems lineItems;
  private final String page;

  /**
   * @param page below which the customer's browser finds a session by its id
   */
  StripeCheckout(StripeRows rows, StripeEvents events, CheckoutLineItems lineItems, String page) {
    this.rows = rows;
    this.events = events;
    this.lineItems = lineItems;
    this.page = page;
  }

  void routes(Routes routes) {
    routes
        .add("POST", "/v1/checkout/sessions", this::create)
        .add("GET", "/v1/checkout/sessions", this::list)
        .add("GET", "/v1/checkout/sessions/{id}", this::read)
        .add("GET", "/v1/checkout/sessions/{id}/line_items", this::listLineItems)
        .add("POST", "/v1/checkout/sessions/{id}/expire", this::expire);
  }

  Stream<Due> due() {
    return rows.stream(KIND)
        .filter(row -> Nodes.is(row, "status", "open"))
        .map(
            row ->
                Due.at(
                    Nodes.number(row, "expires_at"), () -> expire(rows.get(KIND, Nodes.id(row)))));
  }

  /** The list that {@code expand[]=line_items} puts into a session. */
  ObjectNode lineItemsOf(ObjectNode session) {
    return Nodes.list(
        "/v1/checkout/sessions/" + Nodes.id(session) + "/line_items", items(session), false);
  }

  /** What is bought, each with its price. */
  static List<ObjectNode> items(ObjectNode session) {
    return Nodes.data(Nodes.simOf(session), "line_items");
  }

  private ObjectNode create(ApiCall call) {
    Params params = call.params().accept(KNOWN, LATER);
    String mode = params.oneOf("mode", "payment", "setup", "subscription");
    if (mode == null) {
      throw params.missing("mode");
    }
    if (mode.equals("setup")) {
      throw StripeError.notSimulated("checkout in mode setup");
    }
    params.oneOf("ui_mode", "hosted", "hosted_page");
    ObjectNode session = Shapes.fresh(KIND, rows.now()).put("mode", mode);
    session.put("success_url", requiredUrl(params, "success_url"));
    params.copyTexts(session, "cancel_url", "client_reference_id", "locale", "submit_type");
    params.copyTexts(session, "customer_email", "billing_address_collection");
    params.copyMetadata(session);
    session.put("allow_promotion_codes", params.bool("allow_promotion_codes"));
    writeCustomer(session, params);
    writeExpiry(session, params);
    writeMethods(session, params);
    writeModeData(session, params);
    writeItems(session, lineItems.read(params, mode));
    session.put("url", page + "/" + Nodes.id(session));
    return rows.put(session);
  }

  private static String requiredUrl(Params params, String key) {
    String url = params.requiredText(key);
    if (!url.startsWith("http://") && !url.startsWith("https://")) {
      throw StripeError.invalid(key, "Not a valid URL").code("url_invalid");
    }
    return url;
  }

  private void writeCustomer(ObjectNode session, Params params) {
    String creation = params.oneOf("customer_creation", "always", "if_required");
    if (params.text("customer") instanceof String id) {
      if (params.text("customer_email") != null) {
        throw StripeError.invalid(
            "customer_email",
            "You may only specify one of these parameters: customer, customer_email.");
      }
      ObjectNode customer = rows.named(StripeCustomers.KIND, id, "customer");
      session.put("customer", id);
      writeDetails(session, Nodes.textOrNull(customer, "email"));
    } else {
      boolean always = Nodes.is(session, "mode", "subscription") || "always".equals(creation);
      session.put("customer_creation", always ? "always" : "if_required");
      if (params.text("customer_email") instanceof String email) {
        writeDetails(session, email);
      }
    }
  }

  static ObjectNode writeDetails(ObjectNode session, @Nullable String email) {
    return session
        .putObject("customer_details")
        .putNull("address")
        .putNull("business_name")
        .put("email", email)
        .putNull("individual_name")
        .putNull("name")
        .putNull("phone")
        .put("tax_exempt", "none")
        .putNull("tax_ids");
  }

  private void writeExpiry(ObjectNode session, Params params) {
    long now = rows.now();
    long expires = params.integer("expires_at", now + LONGEST_SEC);
    if (expires < now + SHORTEST_SEC - SLACK_SEC) {
      throw StripeError.invalid(
          "expires_at",
          "The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation.");
    }
    if (expires > now + LONGEST_SEC + SLACK_SEC) {
      throw StripeError.invalid(
          "expires_at",
          "The `expires_at` timestamp must be less than 24 hours from Checkout Session creation.");
    }
    session.put("expires_at", expires);
  }

  private static void writeMethods(ObjectNode session, Params params) {
    List<String> types = params.texts("payment_method_types");
    if (!types.isEmpty() && !types.equals(List.of("card"))) {
      throw StripeError.notSimulated("payment methods other than cards");
    }
    if (params.hash("automatic_tax").accept("enabled", "liability").bool("enabled", false)) {
      throw StripeError.notSimulated("automatic tax");
    }
    String collection = params.oneOf("payment_method_collection", "always", "if_required");
    if (Nodes.is(session, "mode", "subscription")) {
      session.put("payment_method_collection", collection == null ? "always" : collection);
    } else {
      session.put("payment_method_collection", "if_required");
    }
  }

  private void writeModeData(ObjectNode session, Params params) {
    ObjectNode sim = Nodes.sim(session);
    boolean subscribes = Nodes.is(session, "mode", "subscription");
    String foreign = subscribes ? "payment_intent_data" : "subscription_data";
    if (params.has(foreign)) {
      throw StripeError.invalid(
          foreign,
          "You can not pass `%s` in `%s` mode.".formatted(foreign, Nodes.text(session, "mode")));
    }
    if (subscribes) {
      writeSubscriptionData(sim, params.hash("subscription_data"));
      return;
    }
    Params intent = params.hash("payment_intent_data");
    intent.accept(
        "description metadata receipt_email setup_future_usage statement_descriptor",
        "application_fee_amount capture_method on_behalf_of shipping statement_descriptor_suffix"
            + " transfer_data transfer_group");
    intent.copyTexts(sim, "description", "receipt_email", "setup_future_usage");
    intent.copyMetadata(sim);
    Params invoice = params.hash("invoice_creation").accept("enabled invoice_data");
    ObjectNode creation = session.putObject("invoice_creation");
    creation.put("enabled", invoice.bool("enabled", false));
    ObjectNode data = creation.putObject("invoice_data");
    data.putNull("account_tax_ids").putNull("custom_fields").putNull("issuer");
    data.putNull("rendering_options").putNull("description").putNull("footer");
    data.putObject("metadata");
    Params given = invoice.hash("invoice_data");
    given
        .accept("description footer metadata", "account_tax_ids custom_fields issuer")
        .copyTexts(data, "description", "footer");
    given.copyMetadata(data);
  }

  private void writeSubscriptionData(ObjectNode sim, Params data) {
    data.accept(
        "trial_period_days trial_end metadata description trial_settings billing_mode",
        "application_fee_percent billing_cycle_anchor default_tax_rates invoice_settings"
            + " on_behalf_of pending_invoice_item_interval proration_behavior transfer_data");
    data.copyTexts(sim, "description");
    data.copyMetadata(sim);
    if (data.integer("trial_period_days") instanceof Long days) {
      if (days < 1) {
        throw StripeError.invalid(
            data.name("trial_period_days"), "The minimum number of trial period days is 1.");
      }
      sim.put("trial_sec", days * DAY_SEC);
    }
    if (data.integer("trial_end") instanceof Long end) {
      if (end < rows.now() + 2 * DAY_SEC) {
        throw StripeError.invalid(
            data.name("trial_end"),
            "The `trial_end` date has to be at least 2 days in the future.");
      }
      sim.put("trial_end", end);
    }
    Params settings = data.hash("trial_settings").accept("end_behavior").hash("end_behavior");
    String missing =
        settings
            .accept("missing_payment_method")
            .oneOf("missing_payment_method", "cancel", "create_invoice", "pause");
    sim.put("missing_method", missing == null ? "create_invoice" : missing);
  }

  private static void writeItems(ObjectNode session, List<ObjectNode> items) {
    Nodes.sim(session).set("line_items", Nodes.list("", items, false));
    boolean trial = Nodes.simOf(session).has("trial_sec") || Nodes.simOf(session).has("trial_end");
    long total =
        trial ? 0 : items.stream().mapToLong(item -> Nodes.number(item, "amount_total")).sum();
    session
        .put("currency", Nodes.text(items.getFirst(), "currency"))
        .put("amount_subtotal", total)
        .put("amount_total", total);
  }

  private ObjectNode read(ApiCall call) {
    call.params().accept("");
    return rows.named(KIND, call.path(0), "session");
  }

  private ObjectNode list(ApiCall call) {
    Params params =
        call.params()
            .accept(
                StripeLists.PAGING + "customer payment_intent subscription status created",
                "customer_account customer_details payment_link");
    return StripeLists.page(
        call,
        KIND,
        rows.newestFirst(KIND).stream()
            .filter(row -> isAsked(row, params, "customer"))
            .filter(row -> isAsked(row, params, "payment_intent"))
            .filter(row -> isAsked(row, params, "subscription"))
            .filter(row -> isAsked(row, params, "status"))
            .filter(StripeLists.during(params, "created"))
            .toList());
  }

  private static boolean isAsked(ObjectNode row, Params params, String field) {
    String asked = params.text(field);
    return asked == null || Nodes.is(row, field, asked);
  }

  private ObjectNode listLineItems(ApiCall call) {
    call.params().accept(StripeLists.PAGING);
    ObjectNode session = rows.named(KIND, call.path(0), "session");
    return StripeLists.page(call, "line item", items(session));
  }

  private ObjectNode expire(ApiCall call) {
    call.params().accept("");
    ObjectNode session = rows.named(KIND, call.path(0), "session");
    if (!Nodes.is(session, "status", "open")) {
      throw StripeError.invalid(
          null,
          "Only Checkout Sessions with a status in [\"open\"] can be expired. This Checkout Session"
              + " has a status of `%s`.".formatted(Nodes.text(session, "status")));
    }
    return expire(session);
  }

  private ObjectNode expire(ObjectNode session) {
    session.put("status", "expired").putNull("url");
    rows.put(session);
    events.happened("checkout.session.expired", session);
    return session;
  }

  /** An empty hash of metadata where none was given. */
  static ObjectNode metadata(ObjectNode session) {
    return Nodes.simOf(session).path("metadata") instanceof ObjectNode metadata
        ? metadata.deepCopy()
        : SimJson.object();
  }
}
