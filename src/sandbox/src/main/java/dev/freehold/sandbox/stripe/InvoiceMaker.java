package dev.freehold.sandbox.stripe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freehold.sandbox.SimJson;
import dev.freehold.sandbox.stripe.api.Nodes;
import dev.freehold.sandbox.stripe.api.Shapes;
import dev.freehold.sandbox.stripe.api.StripeIds;
import dev.freehold.sandbox.stripe.api.StripeRows;
import dev.freehold.sandbox.stripe.webhook.StripeEvents;
import java.util.List;
import java.util.Locale;

/** Draft invoices: of a subscription's period, or of a one-time purchase. */
final class InvoiceMaker {

  static final String KIND = "invoice";

  private static final long HOUR_SEC = 3600;

  private final StripeRows rows;
  private final StripeEvents events;

  InvoiceMaker(StripeRows rows, StripeEvents events) {
    this.rows = rows;
    this.events = events;
  }

  /**
   * The invoice of the period that stands on the subscription's items; its number of lines is that
   * of the items. Its own period is the one before, as Stripe has it.
   *
   * @param reason {@code billing_reason}
   */
  ObjectNode ofSubscription(ObjectNode subscription, String reason, long start, long end) {
    ObjectNode invoice = draft(Nodes.text(subscription, "customer"), reason);
    invoice.put("currency", Nodes.text(subscription, "currency"));
    invoice.put("period_start", start).put("period_end", end);
    invoice.set("default_payment_method", subscription.get("default_payment_method"));
    boolean autoAdvance = !Nodes.is(subscription, "status", "unpaid");
    invoice.put("auto_advance", autoAdvance);
    if (autoAdvance) {
      invoice.put("automatically_finalizes_at", rows.now() + HOUR_SEC);
      invoice.put("next_payment_attempt", rows.now() + HOUR_SEC);
    }
    ObjectNode details = SimJson.object();
    details.set("metadata", subscription.get("metadata"));
    details.put("subscription", Nodes.id(subscription));
    ObjectNode parent = invoice.putObject("parent").put("type", "subscription_details");
    parent.putNull("quote_details").set("subscription_details", details);
    for (ObjectNode item : Nodes.data(subscription, "items")) {
      Nodes.add(invoice, "lines", lineOf(subscription, item, Nodes.id(invoice)));
    }
    return save(invoice);
  }

  /** The invoice that {@code invoice_creation} asks for. */
  ObjectNode ofPurchase(String customer, String currency, List<ObjectNode> items) {
    ObjectNode invoice = draft(customer, "manual");
    invoice.put("currency", currency).put("auto_advance", false);
    invoice.put("period_start", rows.now()).put("period_end", rows.now());
    for (ObjectNode item : items) {
      ObjectNode price = Nodes.object(item, "price");
      long quantity = Nodes.number(item, "quantity");
      ObjectNode line = line(Nodes.id(invoice), price, quantity);
      line.put("description", Nodes.text(item, "description"));
      writePeriod(line, rows.now(), rows.now());
      ObjectNode parent = line.putObject("parent").put("type", "invoice_item_details");
      parent.putNull("subscription_item_details");
      parent
          .putObject("invoice_item_details")
          .put("invoice_item", "ii_1" + Nodes.id(line).substring(4))
          .put("proration", false)
          .putNull("subscription")
          .putObject("proration_details")
          .putNull("credited_items");
      Nodes.add(invoice, "lines", line);
    }
    return save(invoice);
  }

  /** What {@code invoice.upcoming} shows: the next period, without an id. */
  ObjectNode preview(ObjectNode subscription, long start, long end) {
    ObjectNode invoice = draft(Nodes.text(subscription, "customer"), "upcoming");
    invoice.put("currency", Nodes.text(subscription, "currency"));
    invoice.put("period_start", start).put("period_end", end);
    invoice.put("next_payment_attempt", end + HOUR_SEC);
    ObjectNode parent = invoice.putObject("parent").put("type", "subscription_details");
    ObjectNode details = parent.putNull("quote_details").putObject("subscription_details");
    details.set("metadata", subscription.get("metadata"));
    details.put("subscription", Nodes.id(subscription));
    String id = Nodes.id(invoice);
    for (ObjectNode item : Nodes.data(subscription, "items")) {
      ObjectNode line = lineOf(subscription, item, id);
      ObjectNode price = Nodes.object(item, "price");
      writePeriod(line, end, SubscriptionLife.endAfter(subscription, price, end));
      Nodes.add(invoice, "lines", line);
    }
    total(invoice).remove("id");
    return invoice;
  }

  private ObjectNode draft(String customerId, String reason) {
    ObjectNode invoice = Shapes.fresh(KIND, rows.now());
    ObjectNode customer = rows.get(StripeCustomers.KIND, customerId);
    invoice.put("customer", customerId).put("billing_reason", reason);
    invoice.set("customer_email", customer.get("email"));
    invoice.set("customer_name", customer.get("name"));
    invoice.set("customer_phone", customer.get("phone"));
    invoice.set("customer_address", customer.get("address"));
    invoice.set("customer_tax_exempt", customer.get("tax_exempt"));
    Nodes.object(invoice, "lines").put("url", "/v1/invoices/" + Nodes.id(invoice) + "/lines");
    return invoice;
  }

  private ObjectNode save(ObjectNode invoice) {
    rows.put(total(invoice));
    events.happened("invoice.created", invoice);
    return invoice;
  }

  private static ObjectNode total(ObjectNode invoice) {
    long total =
        Nodes.data(invoice, "lines").stream().mapToLong(line -> Nodes.number(line, "amount")).sum();
    for (String field : List.of("subtotal", "subtotal_excluding_tax", "total")) {
      invoice.put(field, total);
    }
    return invoice
        .put("total_excluding_tax", total)
        .put("amount_due", total)
        .put("amount_remaining", total);
  }

  private ObjectNode lineOf(ObjectNode subscription, ObjectNode item, String invoice) {
    ObjectNode price = Nodes.object(item, "price");
    long quantity = Nodes.number(item, "quantity");
    ObjectNode line = line(invoice, price, quantity);
    String product = productName(price);
    if (Nodes.is(subscription, "status", "trialing")) {
      line.put("amount", 0).put("subtotal", 0).put("description", "Trial period for " + product);
    } else {
      line.put("description", quantity + " × " + product + " (at " + perInterval(price) + ")");
    }
    line.put("subscription", Nodes.id(subscription));
    line.set("metadata", subscription.get("metadata"));
    writePeriod(
        line, Nodes.number(item, "current_period_start"), Nodes.number(item, "current_period_end"));
    ObjectNode parent = line.putObject("parent").put("type", "subscription_item_details");
    parent.putNull("invoice_item_details");
    parent
        .putObject("subscription_item_details")
        .putNull("invoice_item")
        .put("proration", false)
        .put("subscription", Nodes.id(subscription))
        .put("subscription_item", Nodes.id(item))
        .putObject("proration_details")
        .putNull("credited_items");
    return line;
  }

  private static ObjectNode line(String invoice, ObjectNode price, long quantity) {
    long amount = Nodes.number(price, "unit_amount") * quantity;
    ObjectNode line = Shapes.bare("line_item").put("id", StripeIds.next("line_item"));
    line.put("invoice", invoice)
        .put("amount", amount)
        .put("subtotal", amount)
        .put("quantity", quantity)
        .put("currency", Nodes.text(price, "currency"));
    ObjectNode pricing = Nodes.object(line, "pricing");
    pricing.set("unit_amount_decimal", price.get("unit_amount_decimal"));
    Nodes.object(pricing, "price_details")
        .put("price", Nodes.id(price))
        .put("product", Nodes.text(price, "product"));
    return line;
  }

  private static void writePeriod(ObjectNode line, long start, long end) {
    Nodes.object(line, "period").put("start", start).put("end", end);
  }

  private String productName(ObjectNode price) {
    return rows.find(StripeProducts.KIND, Nodes.text(price, "product"))
        .map(product -> Nodes.text(product, "name"))
        .orElse("Product");
  }

  private static String perInterval(ObjectNode price) {
    long amount = Nodes.number(price, "unit_amount");
    String currency = Nodes.text(price, "currency");
    String sign = currency.equals("usd") ? "$" : currency.toUpperCase(Locale.ROOT) + " ";
    return "%s%d.%02d / %s"
        .formatted(
            sign, amount / 100, amount % 100, Nodes.text(price.path("recurring"), "interval"));
  }
}
