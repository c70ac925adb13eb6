package dev.freehold.sandbox.stripe;

import com.fasterxml.jackson.databind.node.ObjectNode;
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

/** Money back on a charge; never more than was paid. */
final class StripeRefunds {

  private static final String KIND = "refund";
  private static final String CHARGE = "charge";
  private static final String INTENT = "payment_intent";

  private final StripeRows rows;
  private final StripeEvents events;

  StripeRefunds(StripeRows rows, StripeEvents events) {
    this.rows = rows;
    this.events = events;
  }

  void routes(Routes routes) {
    routes
        .add("POST", "/v1/refunds", this::create)
        .add("GET", "/v1/refunds", this::list)
        .add("GET", "/v1/refunds/{id}", this::read);
  }

  private ObjectNode create(ApiCall call) {
    Params params =
        call.params()
            .accept(
                "amount charge metadata payment_intent reason",
                "currency customer instructions_email origin refund_application_fee"
                    + " reverse_transfer");
    ObjectNode before = charge(params);
    String id = Nodes.id(before);
    long left = Nodes.number(before, "amount") - Nodes.number(before, "amount_refunded");
    if (left == 0) {
      throw StripeError.invalid(null, "Charge " + id + " has already been refunded.")
          .code("charge_already_refunded");
    }
    long amount = params.integer("amount", left);
    if (amount < 1 || amount > left) {
      throw StripeError.invalid(
          "amount",
          "Refund amount (%d) is greater than unrefunded amount on charge (%d)"
              .formatted(amount, left));
    }
    ObjectNode refund = Shapes.fresh(KIND, rows.now());
    refund
        .put("amount", amount)
        .put(CHARGE, id)
        .put("balance_transaction", StripeIds.next("balance_transaction"))
        .put("reason", params.oneOf("reason", "duplicate", "fraudulent", "requested_by_customer"));
    refund.set("currency", before.get("currency"));
    refund.set(INTENT, before.get(INTENT));
    params.copyMetadata(refund);
    ObjectNode charge = before.deepCopy();
    charge.put("amount_refunded", Nodes.number(before, "amount_refunded") + amount);
    charge.put("refunded", amount == left);
    rows.put(refund);
    rows.put(charge);
    events.changed("charge.refunded", before, charge);
    events.happened("refund.created", refund);
    return refund;
  }

  private ObjectNode charge(Params params) {
    if (params.text(CHARGE) instanceof String charge) {
      return paid(rows.named(CHARGE, charge, CHARGE));
    }
    if (params.text(INTENT) instanceof String id) {
      String charge = Nodes.text(rows.named(INTENT, id, INTENT), "latest_charge");
      return paid(
          rows.find(CHARGE, charge)
              .orElseThrow(
                  () ->
                      StripeError.invalid(
                          INTENT,
                          "This PaymentIntent (%s) does not have a successful charge to refund."
                              .formatted(id))));
    }
    throw StripeError.invalid(
        null,
        "One of the following params should be provided for this request: payment_intent or charge.");
  }

  private static ObjectNode paid(ObjectNode charge) {
    if (!Nodes.isTrue(charge, "paid")) {
      throw StripeError.invalid(CHARGE, "Charge %s has not been paid.".formatted(Nodes.id(charge)));
    }
    return charge;
  }

  private ObjectNode read(ApiCall call) {
    call.params().accept("");
    return rows.named(KIND, call.path(0), KIND);
  }

  private ObjectNode list(ApiCall call) {
    Params params = call.params().accept(StripeLists.PAGING + "charge payment_intent created");
    String charge = params.text(CHARGE);
    String intent = params.text(INTENT);
    return StripeLists.page(
        call,
        KIND,
        rows.newestFirst(KIND).stream()
            .filter(row -> charge == null || Nodes.is(row, CHARGE, charge))
            .filter(row -> intent == null || Nodes.is(row, INTENT, intent))
            .filter(StripeLists.during(params, "created"))
            .toList());
  }
}
