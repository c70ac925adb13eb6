package dev.freehold.sandbox.stripe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freehold.sandbox.stripe.api.ApiCall;
import dev.freehold.sandbox.stripe.api.Nodes;
import dev.freehold.sandbox.stripe.api.Params;
import dev.freehold.sandbox.stripe.api.Routes;
import dev.freehold.sandbox.stripe.api.Shapes;
import dev.freehold.sandbox.stripe.api.StripeError;
import dev.freehold.sandbox.stripe.api.StripeLists;
import dev.freehold.sandbox.stripe.api.StripeRows;
import dev.freehold.sandbox.stripe.webhook.StripeEvents;
import java.util.List;

/** Products: what prices belong to. */
final class StripeProducts {

  static final String KIND = "product";

  private static final String KNOWN =
      "name active description images metadata shippable statement_descriptor tax_code unit_label"
          + " url ";
  private static final String LATER =
      "default_price_data marketing_features package_dimensions type";

  private final StripeRows rows;
  private final StripeEvents events;

  StripeProducts(StripeRows rows, StripeEvents events) {
    this.rows = rows;
    this.events = events;
  }

  void routes(Routes routes) {
    routes
        .add("POST", "/v1/products", this::create)
        .add("GET", "/v1/products", this::list)
        .add("GET", "/v1/products/{id}", this::read)
        .add("POST", "/v1/products/{id}", this::update)
        .add("DELETE", "/v1/products/{id}", this::delete);
  }

  private ObjectNode create(ApiCall call) {
    return make(call.params().accept(KNOWN + "id", LATER));
  }

  /**
   * @param params already accepted; also those of {@code product_data}
   */
  ObjectNode make(Params params) {
    ObjectNode product = Shapes.fresh(KIND, rows.now());
    product.put("updated", rows.now()).put("name", params.requiredText("name"));
    if (params.text("id") instanceof String id) {
      if (rows.find(KIND, id).isPresent()) {
        throw StripeError.invalid("id", "Product already exists.").code("resource_already_exists");
      }
      product.put("id", id);
    }
    write(product, params);
    rows.put(product);
    events.happened("product.created", product);
    return product;
  }

  private ObjectNode update(ApiCall call) {
    ObjectNode before = rows.named(KIND, call.path(0), "id");
    Params params = call.params().accept(KNOWN + "default_price", LATER);
    ObjectNode product = before.deepCopy();
    if (params.has("name")) {
      product.put("name", params.requiredText("name"));
    }
    write(product, params);
    if (params.text("default_price") instanceof String price) {
      rows.named("price", price, "default_price");
    }
    params.copyTexts(product, "default_price");
    if (!product.equals(before)) {
      product.put("updated", rows.now());
    }
    rows.put(product);
    events.changed("product.updated", before, product);
    return product;
  }

  private ObjectNode delete(ApiCall call) {
    call.params().accept("");
    ObjectNode product = rows.named(KIND, call.path(0), "id");
    if (rows.stream("price").anyMatch(price -> Nodes.is(price, "product", Nodes.id(product)))) {
      throw StripeError.invalid(
          "id", "This product cannot be deleted because it has one or more user-created prices.");
    }
    rows.remove(product);
    events.happened("product.deleted", product);
    return Nodes.deleted(product);
  }

  private ObjectNode read(ApiCall call) {
    call.params().accept("");
    return rows.named(KIND, call.path(0), "id");
  }

  private ObjectNode list(ApiCall call) {
    Params params =
        call.params().accept(StripeLists.PAGING + "active created ids shippable url", "type");
    Boolean active = params.bool("active");
    Boolean shippable = params.bool("shippable");
    String url = params.text("url");
    List<String> ids = params.texts("ids");
    return StripeLists.page(
        call,
        KIND,
        rows.newestFirst(KIND).stream()
            .filter(row -> active == null || Nodes.isTrue(row, "active") == active)
            .filter(row -> shippable == null || Nodes.isTrue(row, "shippable") == shippable)
            .filter(row -> url == null || Nodes.is(row, "url", url))
            .filter(row -> ids.isEmpty() || ids.contains(Nodes.id(row)))
            .filter(StripeLists.during(params, "created"))
            .toList());
  }

  private static void write(ObjectNode product, Params params) {
    params.copyTexts(
        product, "description", "statement_descriptor", "tax_code", "unit_label", "url");
    params.copyMetadata(product);
    if (params.bool("active") instanceof Boolean active) {
      product.put("active", active);
    }
    if (params.bool("shippable") instanceof Boolean shippable) {
      product.put("shippable", shippable);
    }
    if (params.has("images")) {
      var images = product.putArray("images");
      params.texts("images").forEach(images::add);
    }
  }
}
