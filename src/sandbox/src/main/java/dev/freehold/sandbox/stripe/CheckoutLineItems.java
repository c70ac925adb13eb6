package dev.freehold.sandbox.stripe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freehold.sandbox.stripe.api.Nodes;
import dev.freehold.sandbox.stripe.api.Params;
import dev.freehold.sandbox.stripe.api.Shapes;
import dev.freehold.sandbox.stripe.api.StripeError;
import dev.freehold.sandbox.stripe.api.StripeIds;
import dev.freehold.sandbox.stripe.api.StripeRows;
import java.util.ArrayList;
import java.util.List;

/** The line items of a checkout session, from a price or from {@code price_data}. */
final class CheckoutLineItems {

  private static final int MAX_ITEMS = 100;

  private final StripeRows rows;
  private final StripePrices prices;

  CheckoutLineItems(StripeRows rows, StripePrices prices) {
    this.rows = rows;
    this.prices = prices;
  }

  /** All of one currency, and fit for the mode. */
  List<ObjectNode> read(Params params, String mode) {
    List<Params> wanted = params.objects("line_items");
    if (wanted.isEmpty() || wanted.size() > MAX_ITEMS) {
      throw params.missing("line_items");
    }
    wanted.forEach(
        item ->
            item.accept(
                "price price_data quantity metadata",
                "adjustable_quantity dynamic_tax_rates tax_rates"));
    var items = new ArrayList<ObjectNode>();
    for (Params item : wanted) {
      items.add(item(item));
    }
    check(items, mode);
    return items;
  }

  private ObjectNode item(Params params) {
    ObjectNode price = price(params);
    if (!(params.integer("quantity") instanceof Long quantity) || quantity < 1) {
      throw params.missing("quantity");
    }
    long amount = Nodes.number(price, "unit_amount") * quantity;
    ObjectNode item = Shapes.bare("item").put("id", StripeIds.next("item"));
    item.put("amount_subtotal", amount)
        .put("amount_total", amount)
        .put("quantity", quantity)
        .put("currency", Nodes.text(price, "currency"))
        .put(
            "description",
            Nodes.text(rows.get(StripeProducts.KIND, Nodes.text(price, "product")), "name"));
    item.set("price", price);
    params.copyMetadata(item);
    return item;
  }

  private ObjectNode price(Params params) {
    if (params.object("price_data") instanceof Params data) {
      return prices.makeInline(data);
    }
    ObjectNode price =
        rows.named(StripePrices.KIND, params.requiredText("price"), params.name("price"));
    if (!Nodes.isTrue(price, "active")) {
      throw StripeError.invalid(
          params.name("price"),
          "The price specified is inactive. This field only accepts active prices.");
    }
    return price;
  }

  private static void check(List<ObjectNode> items, String mode) {
    boolean recurs = items.stream().anyMatch(CheckoutLineItems::recurs);
    if (mode.equals("payment") && recurs) {
      throw StripeError.invalid(
          "line_items",
          "You specified `payment` mode but passed a recurring price. Either switch to"
              + " `subscription` mode or use only one-time prices.");
    }
    if (mode.equals("subscription") && !recurs) {
      throw StripeError.invalid(
          "line_items",
          "You must provide at least one recurring price in `subscription` mode when using"
              + " prices.");
    }
    if (mode.equals("subscription") && !items.stream().allMatch(CheckoutLineItems::recurs)) {
      throw StripeError.notSimulated("a one-time price beside a recurring one");
    }
    if (items.stream().map(item -> Nodes.text(item, "currency")).distinct().count() > 1) {
      throw StripeError.invalid(
          "line_items", "All prices of a Checkout Session must have the same currency.");
    }
  }

  private static boolean recurs(ObjectNode item) {
    return Nodes.is(item.path("price"), "type", "recurring");
  }
}
