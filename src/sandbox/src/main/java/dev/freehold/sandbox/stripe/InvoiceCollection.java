package dev.freehold.sandbox.stripe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freehold.sandbox.stripe.api.Nodes;
import dev.freehold.sandbox.stripe.api.Shapes;
import dev.freehold.sandbox.stripe.api.StripeRows;
import dev.freehold.sandbox.stripe.webhook.StripeEvents;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * From draft to paid: finalized an hour after it was made, charged at once, tried again 3, 5 and 7
 * days after the try before.
 */
final class InvoiceCollection {

  private static final String KIND = InvoiceMaker.KIND;
  private static final List<Duration> RETRIES =
      List.of(Duration.ofDays(3), Duration.ofDays(5), Duration.ofDays(7));

  private final StripeRows rows;
  private final StripeEvents events;
  private final StripePayments payments;
  private final SubscriptionStanding standing;
  private final String hosted;

  /**
   * @param hosted where a customer would look at an invoice
   */
  InvoiceCollection(
      StripeRows rows,
      StripeEvents events,
      StripePayments payments,
      SubscriptionStanding standing,
      String hosted) {
    this.rows = rows;
    this.events = events;
    this.payments = payments;
    this.standing = standing;
    this.hosted = hosted;
  }

  Stream<Due> due() {
    return rows.stream(KIND)
        .filter(row -> Nodes.isTrue(row, "auto_advance"))
        .flatMap(row -> dueOf(row).stream());
  }

  private Optional<Due> dueOf(ObjectNode row) {
    String id = Nodes.id(row);
    return switch (Nodes.text(row, "status")) {
      case "draft" ->
          Nodes.numberIfAny(row, "automatically_finalizes_at")
              .map(at -> Due.at(at, () -> collect(rows.get(KIND, id))));
      case "open" ->
          Nodes.numberIfAny(row, "next_payment_attempt")
              .map(at -> Due.at(at, () -> attempt(rows.get(KIND, id))));
      default -> Optional.empty();
    };
  }

  /** Finalizes and charges by what the customer's bank says. */
  ObjectNode collect(ObjectNode invoice) {
    return collect(invoice, payments.outcomeOf(Nodes.text(invoice, "customer")));
  }

  ObjectNode collect(ObjectNode invoice, PaymentOutcome outcome) {
    finish(invoice);
    return attempt(invoice, outcome);
  }

  private void attempt(ObjectNode invoice) {
    attempt(invoice, payments.outcomeOf(Nodes.text(invoice, "customer")));
  }

  private void finish(ObjectNode invoice) {
    ObjectNode before = invoice.deepCopy();
    ObjectNode customer = rows.get(StripeCustomers.KIND, Nodes.text(invoice, "customer"));
    long sequence = Nodes.number(customer, "next_invoice_sequence");
    rows.put(customer.put("next_invoice_sequence", sequence + 1));
    String page = hosted + "/" + Nodes.id(invoice);
    invoice
        .put("number", "%s-%04d".formatted(Nodes.text(customer, "invoice_prefix"), sequence))
        .put("status", "open")
        .put("effective_at", rows.now())
        .put("hosted_invoice_url", page)
        .put("invoice_pdf", page + "/pdf")
        .putNull("automatically_finalizes_at");
    Nodes.object(invoice, "status_transitions").put("finalized_at", rows.now());
    if (Nodes.number(invoice, "amount_due") > 0) {
      addPayment(invoice);
    }
    rows.put(invoice);
    events.changed("invoice.updated", before, invoice);
    events.happened("invoice.finalized", invoice);
  }

  private void addPayment(ObjectNode invoice) {
    long amount = Nodes.number(invoice, "amount_due");
    String currency = Nodes.text(invoice, "currency");
    ObjectNode intent =
        payments.intend(
            amount,
            currency,
            Nodes.text(invoice, "customer"),
            Nodes.is(invoice, "billing_reason", "subscription_create")
                ? "Subscription creation"
                : "Subscription update");
    ObjectNode payment = Shapes.fresh("invoice_payment", rows.now());
    payment
        .put("amount_requested", amount)
        .put("currency", currency)
        .put("invoice", Nodes.id(invoice));
    Nodes.object(payment, "payment").put("payment_intent", Nodes.id(intent));
    rows.put(payment);
  }

  /** One try. */
  private ObjectNode attempt(ObjectNode invoice, PaymentOutcome outcome) {
    ObjectNode before = invoice.deepCopy();
    if (Nodes.number(invoice, "amount_due") == 0) {
      return settle(before, invoice, 0);
    }
    ObjectNode payment = paymentOf(Nodes.id(invoice));
    ObjectNode intent =
        rows.get("payment_intent", Nodes.text(payment.path("payment"), "payment_intent"));
    Optional<String> method =
        payments
            .methodFor(
                Nodes.text(invoice, "customer"),
                Nodes.textOrNull(invoice, "default_payment_method"))
            .filter(found -> outcome != PaymentOutcome.NO_METHOD);
    PaymentOutcome real = method.isEmpty() ? PaymentOutcome.NO_METHOD : outcome;
    payments.pay(intent, method.orElse(null), real);
    invoice.put("attempted", true);
    invoice.put("attempt_count", Nodes.number(invoice, "attempt_count") + 1);
    if (real == PaymentOutcome.SUCCEED) {
      payment.put("amount_paid", Nodes.number(invoice, "amount_due")).put("status", "paid");
      Nodes.object(payment, "status_transitions").put("paid_at", rows.now());
      rows.put(payment);
      settle(before, invoice, Nodes.number(invoice, "amount_due"));
      events.happened("invoice_payment.paid", payment);
      return invoice;
    }
    return fail(before, invoice, real);
  }

  private ObjectNode settle(ObjectNode before, ObjectNode invoice, long paid) {
    invoice
        .put("attempted", true)
        .put("status", "paid")
        .put("amount_paid", paid)
        .put("amount_remaining", 0)
        .putNull("next_payment_attempt");
    Nodes.object(invoice, "status_transitions").put("paid_at", rows.now());
    rows.put(invoice);
    events.changed("invoice.updated", before, invoice);
    events.happened("invoice.paid", invoice);
    events.happened("invoice.payment_succeeded", invoice);
    standing.paid(invoice);
    return invoice;
  }

  private ObjectNode fail(ObjectNode before, ObjectNode invoice, PaymentOutcome outcome) {
    int tries = Math.toIntExact(Nodes.number(invoice, "attempt_count"));
    boolean last = tries > RETRIES.size();
    if (last) {
      invoice.put("auto_advance", false).putNull("next_payment_attempt");
    } else {
      invoice.put("next_payment_attempt", rows.now() + RETRIES.get(tries - 1).toSeconds());
    }
    rows.put(invoice);
    events.changed("invoice.updated", before, invoice);
    if (outcome == PaymentOutcome.AUTHENTICATION_REQUIRED) {
      events.happened("invoice.payment_action_required", invoice);
    }
    events.happened("invoice.payment_failed", invoice);
    standing.failed(invoice, last);
    return invoice;
  }

  /** The payment intent of a finalized invoice; null when nothing was due. */
  @Nullable String intentOf(String invoice) {
    return Nodes.textOrNull(paymentOf(invoice).path("payment"), "payment_intent");
  }

  private ObjectNode paymentOf(String invoice) {
    return rows.stream("invoice_payment")
        .filter(row -> Nodes.is(row, "invoice", invoice))
        .findFirst()
        .map(ObjectNode::deepCopy)
        .orElseThrow(() -> new IllegalStateException("no payment of " + invoice));
  }

  /** The subscription ended: Stripe no longer collects what is owed for it by itself. */
  void stopFor(String subscription) {
    rows.stream(KIND)
        .filter(row -> Nodes.isTrue(row, "auto_advance"))
        .filter(row -> List.of("draft", "open").contains(Nodes.text(row, "status")))
        .filter(
            row ->
                SubscriptionStanding.subscriptionOf(row).filter(subscription::equals).isPresent())
        .forEach(
            before -> {
              ObjectNode invoice = before.deepCopy().put("auto_advance", false);
              invoice.putNull("next_payment_attempt").putNull("automatically_finalizes_at");
              rows.put(invoice);
              events.changed("invoice.updated", before, invoice);
            });
  }
}
