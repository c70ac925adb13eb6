package dev.freehold.sandbox.stripe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freehold.sandbox.stripe.api.Nodes;
import dev.freehold.sandbox.stripe.api.StripeRows;
import dev.freehold.sandbox.stripe.webhook.StripeEvents;
import java.util.Optional;
import java.util.Set;

/** What the payment of an invoice, or its failure, does to its subscription and customer. */
final class SubscriptionStanding {

  private static final String KIND = "subscription";
  private static final Set<String> WOKEN_BY_PAYMENT =
      Set.of("incomplete", "past_due", "unpaid", "paused");
  private static final Set<String> PAYING = Set.of("active", "past_due");

  private final StripeRows rows;
  private final StripeEvents events;

  SubscriptionStanding(StripeRows rows, StripeEvents events) {
    this.rows = rows;
    this.events = events;
  }

  /** The newest invoice's payment makes the subscription active again. */
  void paid(ObjectNode invoice) {
    of(invoice)
        .filter(row -> WOKEN_BY_PAYMENT.contains(Nodes.text(row, "status")))
        .filter(row -> Nodes.is(row, "latest_invoice", Nodes.id(invoice)))
        .ifPresent(row -> become(row, "active"));
    if (rows.stream(InvoiceMaker.KIND).noneMatch(other -> isOwed(other, invoice))) {
      markDelinquent(invoice, false);
    }
  }

  /**
   * @param last true when it is not tried again
   */
  void failed(ObjectNode invoice, boolean last) {
    of(invoice)
        .filter(row -> PAYING.contains(Nodes.text(row, "status")))
        .ifPresent(row -> become(row, last ? "unpaid" : "past_due"));
    markDelinquent(invoice, true);
  }

  static Optional<String> subscriptionOf(ObjectNode invoice) {
    return Optional.ofNullable(
        Nodes.textOrNull(invoice.path("parent").path("subscription_details"), "subscription"));
  }

  private Optional<ObjectNode> of(ObjectNode invoice) {
    return subscriptionOf(invoice).flatMap(id -> rows.find(KIND, id));
  }

  private void become(ObjectNode subscription, String status) {
    ObjectNode before = subscription.deepCopy();
    rows.put(subscription.put("status", status));
    events.changed("customer.subscription.updated", before, subscription);
  }

  private static boolean isOwed(ObjectNode other, ObjectNode paid) {
    return Nodes.is(other, "customer", Nodes.text(paid, "customer"))
        && Nodes.is(other, "status", "open")
        && Nodes.number(other, "attempt_count") > 0;
  }

  private void markDelinquent(ObjectNode invoice, boolean delinquent) {
    ObjectNode before = rows.get(StripeCustomers.KIND, Nodes.text(invoice, "customer"));
    ObjectNode customer = before.deepCopy().put("delinquent", delinquent);
    rows.put(customer);
    events.changed("customer.updated", before, customer);
  }
}
