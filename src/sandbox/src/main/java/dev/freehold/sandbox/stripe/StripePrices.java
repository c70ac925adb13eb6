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
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Prices: one amount, once or every interval. An amount never changes. */
final class StripePrices {

  static final String KIND = "price";

  private static final String PRODUCT_DATA =
      "name id active metadata statement_descriptor tax_code unit_label description images";

  private final StripeRows rows;
  private final StripeEvents events;
  private final StripeProducts products;

  StripePrices(StripeRows rows, StripeEvents events, StripeProducts products) {
    this.rows = rows;
    this.events = events;
    this.products = products;
  }

  void routes(Routes routes) {
    routes
        .add("POST", "/v1/prices", this::create)
        .add("GET", "/v1/prices", this::list)
        .add("GET", "/v1/prices/{id}", this::read)
        .add("POST", "/v1/prices/{id}", this::update);
  }

  private ObjectNode create(ApiCall call) {
    Params params =
        call.params()
            .accept(
                "currency unit_amount unit_amount_decimal product product_data recurring nickname"
                    + " metadata active lookup_key transfer_lookup_key tax_behavior billing_scheme",
                "currency_options custom_unit_amount tiers tiers_mode transform_quantity");
    if ("tiered".equals(params.oneOf("billing_scheme", "per_unit", "tiered"))) {
      throw StripeError.notSimulated("tiered prices");
    }
    ObjectNode price = shape(params);
    params.copyTexts(price, "nickname");
    params.copyMetadata(price);
    price.put("active", params.bool("active", true));
    writeLookupKey(price, params);
    return save(price, params);
  }

  /** The price of a {@code price_data}: for one purchase only, so it is not active. */
  ObjectNode makeInline(Params params) {
    params.accept(
        "currency unit_amount unit_amount_decimal product product_data recurring tax_behavior");
    return save(shape(params).put("active", false), params);
  }

  private ObjectNode save(ObjectNode price, Params params) {
    if (params.object("product_data") instanceof Params product) {
      price.put("product", Nodes.id(products.make(product.accept(PRODUCT_DATA))));
    } else if (params.has("product")) {
      price.put(
          "product",
          Nodes.id(
              rows.named(
                  StripeProducts.KIND, params.requiredText("product"), params.name("product"))));
    } else {
      throw params.missing("product");
    }
    rows.put(price);
    events.happened("price.created", price);
    return price;
  }

  private ObjectNode shape(Params params) {
    ObjectNode price = Shapes.fresh(KIND, rows.now());
    price.put("currency", params.requiredText("currency").toLowerCase(Locale.ROOT));
    writeAmount(price, params);
    if (params.oneOf("tax_behavior", "exclusive", "inclusive", "unspecified")
        instanceof String tax) {
      price.put("tax_behavior", tax);
    }
    if (params.object("recurring") instanceof Params recurring) {
      price.put("type", "recurring");
      price.set("recurring", recurring(recurring));
    }
    return price;
  }

  private static void writeAmount(ObjectNode price, Params params) {
    if (!params.has("unit_amount") && params.text("unit_amount_decimal") instanceof String given) {
      BigDecimal amount = new BigDecimal(given).stripTrailingZeros();
      price.put("unit_amount_decimal", amount.toPlainString());
      if (amount.scale() <= 0) {
        price.put("unit_amount", amount.longValueExact());
      } else {
        price.putNull("unit_amount");
      }
      return;
    }
    if (!(params.integer("unit_amount") instanceof Long amount)) {
      throw params.missing("unit_amount");
    }
    if (amount < 0) {
      throw StripeError.invalid(params.name("unit_amount"), "Invalid non-negative integer")
          .code("parameter_invalid_integer");
    }
    price.put("unit_amount", amount).put("unit_amount_decimal", Long.toString(amount));
  }

  private static ObjectNode recurring(Params params) {
    params.accept("interval interval_count usage_type trial_period_days", "meter");
    ObjectNode recurring = Shapes.bare("recurring");
    String interval = params.oneOf("interval", "day", "week", "month", "year");
    if (interval == null) {
      throw params.missing("interval");
    }
    if ("metered".equals(params.oneOf("usage_type", "licensed", "metered"))) {
      throw StripeError.notSimulated("metered prices");
    }
    recurring.put("interval", interval);
    recurring.put("interval_count", params.integer("interval_count", 1));
    if (params.integer("trial_period_days") instanceof Long days) {
      recurring.put("trial_period_days", days);
    }
    return recurring;
  }

  private ObjectNode update(ApiCall call) {
    ObjectNode before = rows.named(KIND, call.path(0), "price");
    Params params =
        call.params()
            .accept(
                "active lookup_key transfer_lookup_key metadata nickname tax_behavior",
                "currency_options");
    ObjectNode price = before.deepCopy();
    params.copyTexts(price, "nickname", "tax_behavior");
    params.copyMetadata(price);
    if (params.bool("active") instanceof Boolean active) {
      price.put("active", active);
    }
    writeLookupKey(price, params);
    rows.put(price);
    events.changed("price.updated", before, price);
    return price;
  }

  private void writeLookupKey(ObjectNode price, Params params) {
    if (!params.has("lookup_key")) {
      return;
    }
    String key = params.text("lookup_key");
    price.put("lookup_key", key);
    Optional<ObjectNode> holder =
        rows.stream(KIND)
            .filter(row -> key != null && Nodes.is(row, "lookup_key", key))
            .filter(row -> !Nodes.id(row).equals(Nodes.id(price)))
            .findFirst();
    if (holder.isEmpty()) {
      return;
    }
    if (!params.bool("transfer_lookup_key", false)) {
      throw StripeError.invalid(
          "lookup_key",
          "A price (`%s`) already uses that lookup key.".formatted(Nodes.id(holder.get())));
    }
    ObjectNode before = holder.get();
    ObjectNode other = before.deepCopy().putNull("lookup_key");
    rows.put(other);
    events.changed("price.updated", before, other);
  }

  private ObjectNode read(ApiCall call) {
    call.params().accept("");
    return rows.named(KIND, call.path(0), "price");
  }

  private ObjectNode list(ApiCall call) {
    Params params =
        call.params()
            .accept(
                StripeLists.PAGING + "active currency product type lookup_keys recurring created");
    Boolean active = params.bool("active");
    List<String> keys = params.texts("lookup_keys");
    String interval =
        params.hash("recurring").accept("interval", "meter usage_type").text("interval");
    return StripeLists.page(
        call,
        KIND,
        rows.newestFirst(KIND).stream()
            .filter(row -> active == null || Nodes.isTrue(row, "active") == active)
            .filter(row -> isAsked(row, params, "currency"))
            .filter(row -> isAsked(row, params, "product"))
            .filter(row -> isAsked(row, params, "type"))
            .filter(row -> keys.isEmpty() || keys.contains(Nodes.text(row, "lookup_key")))
            .filter(
                row -> interval == null || Nodes.is(row.path("recurring"), "interval", interval))
            .filter(StripeLists.during(params, "created"))
            .toList());
  }

  private static boolean isAsked(ObjectNode row, Params params, String field) {
    String asked = params.text(field);
    return asked == null || Nodes.is(row, field, asked);
  }

  /** The {@code plan} that subscription items still carry beside their price. */
  static ObjectNode plan(ObjectNode price) {
    ObjectNode recurring = Nodes.object(price, "recurring");
    ObjectNode plan =
        SimJson.object()
            .put("id", Nodes.id(price))
            .put("object", "plan")
            .put("active", Nodes.isTrue(price, "active"))
            .put("billing_scheme", "per_unit")
            .put("interval", Nodes.text(recurring, "interval"))
            .put("interval_count", Nodes.number(recurring, "interval_count"))
            .put("livemode", false)
            .put("usage_type", "licensed")
            .putNull("meter")
            .putNull("tiers_mode")
            .putNull("transform_usage");
    for (String field : List.of("created", "currency", "metadata", "nickname", "product")) {
      plan.set(field, price.get(field));
    }
    plan.set("amount", price.get("unit_amount"));
    plan.set("amount_decimal", price.get("unit_amount_decimal"));
    plan.set("trial_period_days", recurring.get("trial_period_days"));
    return plan;
  }
}
