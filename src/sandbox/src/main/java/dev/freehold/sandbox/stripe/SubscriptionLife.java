package dev.freehold.sandbox.stripe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freehold.sandbox.stripe.api.Nodes;
import dev.freehold.sandbox.stripe.api.Shapes;
import dev.freehold.sandbox.stripe.api.StripeRows;
import dev.freehold.sandbox.stripe.webhook.StripeEvents;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A subscription from its first day to its last: trial, renewals, end. */
final class SubscriptionLife {

  static final String KIND = "subscription";
  static final Set<String> ENDED = Set.of("canceled", "incomplete_expired");

  private static final Set<String> RENEWING = Set.of("active", "past_due", "unpaid", "trialing");
  private static final long TRIAL_NOTICE_SEC = Duration.ofDays(3).toSeconds();
  // What the dashboard offers first under "upcoming renewal events".
  private static final long RENEWAL_NOTICE_SEC = Duration.ofDays(7).toSeconds();

  /**
   * What checkout asks for.
   *
   * @param items line items of the session whose prices recur
   * @param method the card; null with a trial that asks for none
   * @param trialEnd seconds
   */
  record Wanted(
      String customer,
      String currency,
      List<ObjectNode> items,
      @Nullable String method,
      @Nullable Long trialEnd,
      String missingMethod,
      @Nullable String description,
      ObjectNode metadata) {}

  private final StripeRows rows;
  private final StripeEvents events;
  private final StripePayments payments;
  private final InvoiceMaker invoices;
  private final InvoiceCollection collection;

  SubscriptionLife(
      StripeRows rows,
      StripeEvents events,
      StripePayments payments,
      InvoiceMaker invoices,
      InvoiceCollection collection) {
    this.rows = rows;
    this.events = events;
    this.payments = payments;
    this.invoices = invoices;
    this.collection = collection;
  }

  /** Begins, with its first invoice paid. */
  ObjectNode begin(Wanted wanted) {
    long now = rows.now();
    Long trialEnd = wanted.trialEnd();
    ObjectNode subscription = Shapes.fresh(KIND, now);
    subscription
        .put("customer", wanted.customer())
        .put("currency", wanted.currency())
        .put("description", wanted.description())
        .put("default_payment_method", wanted.method())
        .put("start_date", now)
        .put("billing_cycle_anchor", trialEnd == null ? now : trialEnd)
        .put("status", trialEnd == null ? "incomplete" : "trialing")
        .put("trial_start", trialEnd == null ? null : now)
        .put("trial_end", trialEnd);
    subscription.set("metadata", wanted.metadata());
    Nodes.object(Nodes.object(subscription, "trial_settings"), "end_behavior")
        .put("missing_payment_method", wanted.missingMethod());
    Nodes.object(subscription, "items")
        .put("url", "/v1/subscription_items?subscription=" + Nodes.id(subscription));
    wanted.items().forEach(item -> Nodes.add(subscription, "items", item(subscription, item)));
    rows.put(subscription);
    ObjectNode invoice = invoices.ofSubscription(subscription, "subscription_create", now, now);
    rows.put(subscription.put("latest_invoice", Nodes.id(invoice)));
    events.happened("customer.subscription.created", subscription);
    collection.collect(invoice, PaymentOutcome.SUCCEED);
    return rows.get(KIND, Nodes.id(subscription));
  }

  private ObjectNode item(ObjectNode subscription, ObjectNode wanted) {
    ObjectNode item = Shapes.fresh("subscription_item", rows.now());
    ObjectNode price = Nodes.object(wanted, "price");
    long start = rows.now();
    long end =
        Nodes.numberIfAny(subscription, "trial_end")
            .orElseGet(() -> endAfter(subscription, price, start));
    writePrice(item, price);
    return item.put("quantity", Nodes.number(wanted, "quantity"))
        .put("subscription", Nodes.id(subscription))
        .put("current_period_start", start)
        .put("current_period_end", end);
  }

  static void writePrice(ObjectNode item, ObjectNode price) {
    item.set("price", price.deepCopy());
    item.set("plan", StripePrices.plan(price).deepCopy());
  }

  /** The end of the period of {@code price} that begins at {@code start}. */
  static long endAfter(ObjectNode subscription, ObjectNode price, long start) {
    ObjectNode recurring = Nodes.object(price, "recurring");
    return BillingPeriods.nextEnd(
        Nodes.number(subscription, "billing_cycle_anchor"),
        Nodes.text(recurring, "interval"),
        Nodes.number(recurring, "interval_count"),
        start);
  }

  static long periodStart(ObjectNode subscription) {
    return Nodes.number(Nodes.data(subscription, "items").getFirst(), "current_period_start");
  }

  static long periodEnd(ObjectNode subscription) {
    return Nodes.number(Nodes.data(subscription, "items").getFirst(), "current_period_end");
  }

  Stream<Due> due() {
    return rows.stream(KIND)
        .filter(row -> !ENDED.contains(Nodes.text(row, "status")))
        .flatMap(this::dueOf);
  }

  private Stream<Due> dueOf(ObjectNode row) {
    String id = Nodes.id(row);
    Optional<Due> canceled =
        Nodes.numberIfAny(row, "cancel_at")
            .map(at -> Due.at(at, () -> end(rows.get(KIND, id), "cancellation_requested")));
    if (!RENEWING.contains(Nodes.text(row, "status"))) {
      return canceled.stream();
    }
    boolean ends = canceled.filter(due -> due.at().getEpochSecond() <= periodEnd(row)).isPresent();
    Optional<Due> next =
        ends
            ? Optional.empty()
            : Optional.of(Due.at(periodEnd(row), () -> turn(rows.get(KIND, id))));
    return Stream.of(canceled, next, trialNotice(row), ends ? Optional.<Due>empty() : notice(row))
        .flatMap(Optional::stream);
  }

  private Optional<Due> trialNotice(ObjectNode row) {
    long end = Nodes.number(row, "trial_end");
    if (!Nodes.is(row, "status", "trialing") || isNoticed(row, "trial_will_end", end)) {
      return Optional.empty();
    }
    long at = Math.max(end - TRIAL_NOTICE_SEC, Nodes.number(row, "trial_start"));
    return Optional.of(
        Due.at(
            at,
            () -> {
              ObjectNode subscription = noticed(Nodes.id(row), "trial_will_end", end);
              events.happened("customer.subscription.trial_will_end", subscription);
            }));
  }

  private Optional<Due> notice(ObjectNode row) {
    long end = periodEnd(row);
    long at = end - RENEWAL_NOTICE_SEC;
    if (at <= periodStart(row) || isNoticed(row, "upcoming", end)) {
      return Optional.empty();
    }
    return Optional.of(
        Due.at(
            at,
            () -> {
              ObjectNode subscription = noticed(Nodes.id(row), "upcoming", end);
              events.happened(
                  "invoice.upcoming",
                  invoices.preview(
                      subscription.deepCopy().put("status", "active"),
                      periodStart(subscription),
                      end));
            }));
  }

  private static boolean isNoticed(ObjectNode row, String notice, long end) {
    return Nodes.number(Nodes.simOf(row), notice) == end;
  }

  private ObjectNode noticed(String id, String notice, long end) {
    ObjectNode subscription = rows.get(KIND, id);
    Nodes.sim(subscription).put(notice, end);
    return rows.put(subscription);
  }

  /** The period or the trial is over. */
  private void turn(ObjectNode subscription) {
    boolean trialing = Nodes.is(subscription, "status", "trialing");
    if (trialing && isWithoutMethod(subscription)) {
      switch (missingMethod(subscription)) {
        case "cancel" -> {
          end(subscription, "payment_failed");
          return;
        }
        case "pause" -> {
          pause(subscription);
          return;
        }
        default -> {} // create_invoice: as if there were one, the payment then fails.
      }
    }
    renew(subscription, "subscription_cycle");
  }

  /** The next period with its draft invoice. */
  ObjectNode renew(ObjectNode subscription, String reason) {
    ObjectNode before = subscription.deepCopy();
    long oldStart = periodStart(subscription);
    long start = rows.now();
    if (Nodes.is(subscription, "status", "trialing")) {
      subscription.put("status", "active");
    }
    for (ObjectNode item : Nodes.data(subscription, "items")) {
      item.put("current_period_start", start)
          .put("current_period_end", endAfter(subscription, Nodes.object(item, "price"), start));
    }
    rows.put(subscription);
    ObjectNode invoice = invoices.ofSubscription(subscription, reason, oldStart, start);
    rows.put(subscription.put("latest_invoice", Nodes.id(invoice)));
    events.changed("customer.subscription.updated", before, subscription);
    return invoice;
  }

  private boolean isWithoutMethod(ObjectNode subscription) {
    String customer = Nodes.text(subscription, "customer");
    return payments.outcomeOf(customer) == PaymentOutcome.NO_METHOD
        || payments
            .methodFor(customer, Nodes.textOrNull(subscription, "default_payment_method"))
            .isEmpty();
  }

  private static String missingMethod(ObjectNode subscription) {
    return subscription
        .at("/trial_settings/end_behavior/missing_payment_method")
        .asText("create_invoice");
  }

  private void pause(ObjectNode subscription) {
    ObjectNode before = subscription.deepCopy();
    rows.put(subscription.put("status", "paused"));
    events.changed("customer.subscription.updated", before, subscription);
    events.happened("customer.subscription.paused", subscription);
  }

  /** Over, now. */
  ObjectNode end(ObjectNode subscription, String reason) {
    long now = rows.now();
    subscription.put("status", "canceled").put("ended_at", now);
    if (Nodes.numberIfAny(subscription, "canceled_at").isEmpty()) {
      subscription.put("canceled_at", now);
    }
    ObjectNode details = Nodes.object(subscription, "cancellation_details");
    if (Nodes.textOrNull(details, "reason") == null) {
      details.put("reason", reason);
    }
    rows.put(subscription);
    events.happened("customer.subscription.deleted", subscription);
    collection.stopFor(Nodes.id(subscription));
    return subscription;
  }

  /** The customer is deleted. */
  void endAllOf(String customer) {
    rows.stream(KIND)
        .filter(row -> Nodes.is(row, "customer", customer))
        .filter(row -> !ENDED.contains(Nodes.text(row, "status")))
        .forEach(row -> end(row.deepCopy(), "cancellation_requested"));
  }
}
