package dev.freehold.sandbox.stripe.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/**
 * What a caller with an older {@code Stripe-Version} finds besides: the fields that
 * 2025-03-31.basil took away (docs.stripe.com/changelog/basil).
 */
public final class OlderVersion {

  private static final String BASIL = "2025-03-31";

  private final StripeRows rows;

  public OlderVersion(StripeRows rows) {
    this.rows = rows;
  }

  /** Changes {@code answer}, which must be a copy. */
  public ObjectNode render(ObjectNode answer, String version) {
    if (version.compareTo(BASIL) < 0) {
      walk(answer);
    }
    return answer;
  }

  private void walk(JsonNode at) {
    at.forEach(this::walk);
    if (at instanceof ObjectNode object) {
      switch (Nodes.text(object, "object")) {
        case "subscription" -> subscription(object);
        case "invoice" -> invoice(object);
        case "line_item" -> line(object);
        case "product" -> object.putArray("features");
        default -> {}
      }
    }
  }

  private static void subscription(ObjectNode subscription) {
    JsonNode item = subscription.at("/items/data/0");
    for (String field : List.of("current_period_start", "current_period_end")) {
      subscription.set(field, item.path(field));
    }
    subscription.putNull("discount");
  }

  private void invoice(ObjectNode invoice) {
    JsonNode details = invoice.at("/parent/subscription_details");
    Optional<ObjectNode> intent =
        rows.stream("invoice_payment")
            .filter(row -> Nodes.is(row, "invoice", Nodes.id(invoice)))
            .map(row -> Nodes.text(row.path("payment"), "payment_intent"))
            .findFirst()
            .flatMap(id -> rows.find("payment_intent", id));
    invoice
        .put("subscription", Nodes.textOrNull(details, "subscription"))
        .put("payment_intent", intent.map(Nodes::id).orElse(null))
        .put("charge", intent.map(row -> Nodes.textOrNull(row, "latest_charge")).orElse(null))
        .put("paid", Nodes.is(invoice, "status", "paid"))
        .put("paid_out_of_band", false)
        .putNull("discount")
        .putNull("tax");
    invoice.putArray("total_tax_amounts");
  }

  private void line(ObjectNode line) {
    JsonNode item = line.at("/parent/subscription_item_details");
    line.put("type", item.isObject() ? "subscription" : "invoiceitem").put("proration", false);
    line.putArray("tax_amounts");
    line.putArray("tax_rates");
    if (item.isObject()) {
      line.put("subscription_item", Nodes.text(item, "subscription_item"));
    } else {
      line.set("invoice_item", line.at("/parent/invoice_item_details/invoice_item"));
    }
    rows.find("price", line.at("/pricing/price_details/price").asText())
        .ifPresent(price -> line.set("price", Nodes.visible(price)));
  }
}
