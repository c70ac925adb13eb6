package dev.freehold.sandbox.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freehold.sandbox.stripe.api.Nodes;
import dev.freehold.sandbox.stripe.api.StripeRows;
import dev.freehold.sandbox.stripe.webhook.StripeEvents;
import org.jspecify.annotations.Nullable;

/** What happens when the customer leaves the checkout page by one of its buttons. */
final class CheckoutCompletion {

  private static final String KIND = StripeCheckout.KIND;
  private static final String GUEST_EMAIL = "guest@example.test";

  private final StripeRows rows;
  private final StripeEvents events;
  private final StripeCustomers customers;
  private final StripePayments payments;
  private final SubscriptionLife life;
  private final InvoiceMaker invoices;
  private final InvoiceCollection collection;

  CheckoutCompletion(
      StripeRows rows,
      StripeEvents events,
      StripeCustomers customers,
      StripePayments payments,
      SubscriptionLife life,
      InvoiceMaker invoices,
      InvoiceCollection collection) {
    this.rows = rows;
    this.events = events;
    this.customers = customers;
    this.payments = payments;
    this.life = life;
    this.invoices = invoices;
    this.collection = collection;
  }

  /**
   * @throws SessionNotOpenException when it is unknown, complete or expired; nothing was written
   */
  CheckoutResult complete(String sessionId, CheckoutOutcome outcome) {
    ObjectNode session =
        rows.find(KIND, sessionId)
            .filter(row -> Nodes.is(row, "status", "open"))
            .filter(row -> Nodes.number(row, "expires_at") > rows.now())
            .orElseThrow(() -> new SessionNotOpenException(sessionId));
    String next =
        switch (outcome) {
          case SUCCEED -> succeed(session);
          case DECLINE -> decline(session);
          case CANCEL -> cancel(session);
        };
    return new CheckoutResult(
        sessionId, Nodes.text(session, "status"), Nodes.text(session, "payment_status"), next);
  }

  private String succeed(ObjectNode session) {
    String email = Nodes.textOrNull(session.path("customer_details"), "email");
    String paidBy = email == null ? GUEST_EMAIL : email;
    String customer = customer(session, paidBy);
    if (session.path("customer_details").isNull()) {
      StripeCheckout.writeDetails(session, paidBy);
    }
    boolean subscribes = Nodes.is(session, "mode", "subscription");
    if (subscribes) {
      subscribe(session, customer, paidBy);
    } else {
      purchase(session, customer, paidBy);
    }
    session.put("status", "complete").putNull("url");
    rows.put(session);
    events.happened("checkout.session.completed", session);
    return Nodes.text(session, "success_url").replace("{CHECKOUT_SESSION_ID}", Nodes.id(session));
  }

  private @Nullable String customer(ObjectNode session, String email) {
    String known = Nodes.textOrNull(session, "customer");
    if (known != null || Nodes.is(session, "customer_creation", "if_required")) {
      return known;
    }
    String made = Nodes.id(customers.makeFor(email, null));
    session.put("customer", made);
    return made;
  }

  private void subscribe(ObjectNode session, @Nullable String customer, String email) {
    if (customer == null) {
      throw new IllegalStateException("a subscription without a customer: " + Nodes.id(session));
    }
    JsonNode sim = Nodes.simOf(session);
    Long trialEnd = trialEnd(sim);
    boolean asksForCard =
        trialEnd == null || Nodes.is(session, "payment_method_collection", "always");
    String method = asksForCard ? Nodes.id(payments.addCard(customer, email, null)) : null;
    ObjectNode subscription =
        life.begin(
            new SubscriptionLife.Wanted(
                customer,
                Nodes.text(session, "currency"),
                StripeCheckout.items(session),
                method,
                trialEnd,
                sim.path("missing_method").asText("create_invoice"),
                Nodes.textOrNull(sim, "description"),
                StripeCheckout.metadata(session)));
    session
        .put("subscription", Nodes.id(subscription))
        .put("invoice", Nodes.text(subscription, "latest_invoice"))
        .put("payment_status", trialEnd == null ? "paid" : "no_payment_required");
  }

  private @Nullable Long trialEnd(JsonNode sim) {
    return Nodes.numberIfAny(sim, "trial_end")
        .or(() -> Nodes.numberIfAny(sim, "trial_sec").map(length -> rows.now() + length))
        .orElse(null);
  }

  private void purchase(ObjectNode session, @Nullable String customer, String email) {
    JsonNode sim = Nodes.simOf(session);
    boolean kept = customer != null && sim.has("setup_future_usage");
    String method = Nodes.id(payments.addCard(kept ? customer : null, email, null));
    if (session.path("invoice_creation").path("enabled").asBoolean() && customer != null) {
      purchaseByInvoice(session, customer, method);
      return;
    }
    ObjectNode intent = intend(session, customer);
    payments.pay(intent, method, PaymentOutcome.SUCCEED);
    session.put("payment_intent", Nodes.id(intent)).put("payment_status", "paid");
  }

  private void purchaseByInvoice(ObjectNode session, String customer, String method) {
    ObjectNode invoice =
        invoices.ofPurchase(
            customer, Nodes.text(session, "currency"), StripeCheckout.items(session));
    ObjectNode data = Nodes.object(Nodes.object(session, "invoice_creation"), "invoice_data");
    invoice.put("default_payment_method", method);
    invoice.set("metadata", data.get("metadata"));
    invoice.set("description", data.get("description"));
    invoice.set("footer", data.get("footer"));
    collection.collect(invoice, PaymentOutcome.SUCCEED);
    session
        .put("invoice", Nodes.id(invoice))
        .put("payment_intent", collection.intentOf(Nodes.id(invoice)))
        .put("payment_status", "paid");
  }

  private ObjectNode intend(ObjectNode session, @Nullable String customer) {
    ObjectNode intent =
        payments.intend(
            Nodes.number(session, "amount_total"),
            Nodes.text(session, "currency"),
            customer,
            Nodes.textOrNull(Nodes.simOf(session), "description"));
    intent.set("metadata", StripeCheckout.metadata(session));
    intent.put("receipt_email", Nodes.textOrNull(Nodes.simOf(session), "receipt_email"));
    intent.put("setup_future_usage", Nodes.textOrNull(Nodes.simOf(session), "setup_future_usage"));
    return rows.put(intent);
  }

  /** The card is refused; the customer stays on the page and may try again. */
  private String decline(ObjectNode session) {
    if (Nodes.number(session, "amount_total") > 0) {
      ObjectNode intent = intend(session, Nodes.textOrNull(session, "customer"));
      payments.pay(intent, Nodes.id(payments.addCard(null, null, null)), PaymentOutcome.DECLINE);
    }
    return Nodes.text(session, "url");
  }

  private static String cancel(ObjectNode session) {
    String to = Nodes.textOrNull(session, "cancel_url");
    return to == null ? Nodes.text(session, "url") : to;
  }
}
