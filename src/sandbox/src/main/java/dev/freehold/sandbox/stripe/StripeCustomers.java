package dev.freehold.sandbox.stripe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freehold.sandbox.SimJson;
import dev.freehold.sandbox.stripe.api.ApiCall;
import dev.freehold.sandbox.stripe.api.Nodes;
import dev.freehold.sandbox.stripe.api.Params;
import dev.freehold.sandbox.stripe.api.Routes;
import dev.freehold.sandbox.stripe.api.Shapes;
import dev.freehold.sandbox.stripe.api.StripeError;
import dev.freehold.sandbox.stripe.api.StripeIds;
import dev.freehold.sandbox.stripe.api.StripeLists;
import dev.freehold.sandbox.stripe.api.StripeRows;
import dev.freehold.sandbox.stripe.webhook.StripeEvents;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Customers, and the payment outcome the sandbox keeps for each. */
final class StripeCustomers {

  static final String KIND = "customer";

  private static final String KNOWN =
      "address description email invoice_settings metadata name phone preferred_locales"
          + " tax_exempt next_invoice_sequence invoice_prefix ";
  private static final String LATER =
      "balance cash_balance business_name coupon default_source individual_name payment_method"
          + " promotion_code shipping source tax tax_id_data test_clock validate";
  private static final String ORGANIZATION = "freehold_organization";

  private final StripeRows rows;
  private final StripeEvents events;
  private final SubscriptionLife life;

  StripeCustomers(StripeRows rows, StripeEvents events, SubscriptionLife life) {
    this.rows = rows;
    this.events = events;
    this.life = life;
  }

  void routes(Routes routes) {
    routes
        .add("POST", "/v1/customers", this::create)
        .add("GET", "/v1/customers", this::list)
        .add("GET", "/v1/customers/{id}", this::read)
        .add("POST", "/v1/customers/{id}", this::update)
        .add("DELETE", "/v1/customers/{id}", this::delete);
  }

  /** Every payment of the customers meant ends so from now on; false when there are none. */
  boolean setOutcome(String customerOrOrganization, PaymentOutcome outcome) {
    List<ObjectNode> meant =
        rows.stream(KIND)
            .filter(
                row ->
                    Nodes.id(row).equals(customerOrOrganization)
                        || Nodes.is(row.path("metadata"), ORGANIZATION, customerOrOrganization))
            .map(ObjectNode::deepCopy)
            .toList();
    for (ObjectNode customer : meant) {
      Nodes.sim(customer).put("outcome", outcome.name());
      rows.put(customer);
    }
    return !meant.isEmpty();
  }

  /** A customer that checkout makes of what was typed into its page. */
  ObjectNode makeFor(String email, @Nullable String name) {
    ObjectNode customer = fresh();
    customer.put("email", email);
    customer.put("name", name);
    rows.put(customer);
    events.happened("customer.created", customer);
    return customer;
  }

  private ObjectNode create(ApiCall call) {
    Params params = call.params().accept(KNOWN, LATER);
    ObjectNode customer = fresh();
    write(customer, params);
    rows.put(customer);
    events.happened("customer.created", customer);
    return customer;
  }

  private ObjectNode update(ApiCall call) {
    ObjectNode before = rows.named(KIND, call.path(0), "id");
    ObjectNode customer = before.deepCopy();
    write(customer, call.params().accept(KNOWN, LATER));
    rows.put(customer);
    events.changed("customer.updated", before, customer);
    return customer;
  }

  private ObjectNode delete(ApiCall call) {
    call.params().accept("");
    ObjectNode customer = rows.named(KIND, call.path(0), "id");
    life.endAllOf(Nodes.id(customer));
    rows.remove(customer);
    events.happened("customer.deleted", customer);
    return Nodes.deleted(customer);
  }

  private ObjectNode read(ApiCall call) {
    call.params().accept("");
    return rows.named(KIND, call.path(0), "customer");
  }

  private ObjectNode list(ApiCall call) {
    Params params = call.params().accept(StripeLists.PAGING + "email created", "test_clock");
    String email = params.text("email");
    return StripeLists.page(
        call,
        KIND,
        rows.newestFirst(KIND).stream()
            .filter(row -> email == null || Nodes.is(row, "email", email))
            .filter(StripeLists.during(params, "created"))
            .toList());
  }

  private ObjectNode fresh() {
    return Shapes.fresh(KIND, rows.now()).put("invoice_prefix", StripeIds.invoicePrefix());
  }

  private void write(ObjectNode customer, Params params) {
    if (params.text("email") instanceof String email && !email.contains("@")) {
      throw StripeError.invalid("email", "Invalid email address: " + email).code("email_invalid");
    }
    if (params.text("invoice_prefix") instanceof String prefix) {
      customer.put("invoice_prefix", prefix.toUpperCase(Locale.ROOT));
    }
    params.copyTexts(customer, "description", "email", "name", "phone");
    params.copyMetadata(customer);
    if (params.oneOf("tax_exempt", "none", "exempt", "reverse") instanceof String exempt) {
      customer.put("tax_exempt", exempt);
    }
    if (params.integer("next_invoice_sequence") instanceof Long next) {
      customer.put("next_invoice_sequence", next);
    }
    if (params.has("preferred_locales")) {
      var locales = customer.putArray("preferred_locales");
      params.texts("preferred_locales").forEach(locales::add);
    }
    if (params.has("address")) {
      customer.set("address", address(params.object("address")));
    }
    if (params.object("invoice_settings") instanceof Params settings) {
      writeInvoiceSettings(customer, settings.accept("default_payment_method footer"));
    }
  }

  private void writeInvoiceSettings(ObjectNode customer, Params settings) {
    if (settings.text("default_payment_method") instanceof String method) {
      rows.named("payment_method", method, settings.name("default_payment_method"));
    }
    settings.copyTexts(
        Nodes.object(customer, "invoice_settings"), "default_payment_method", "footer");
  }

  private static @Nullable ObjectNode address(@Nullable Params given) {
    if (given == null) {
      return null;
    }
    ObjectNode address = SimJson.object();
    for (String field : List.of("city", "country", "line1", "line2", "postal_code", "state")) {
      address.put(field, given.accept("city country line1 line2 postal_code state").text(field));
    }
    return address;
  }
}
