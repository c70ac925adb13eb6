package dev.freehold.sandbox.stripe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freehold.sandbox.stripe.api.ApiCall;
import dev.freehold.sandbox.stripe.api.Nodes;
import dev.freehold.sandbox.stripe.api.Params;
import dev.freehold.sandbox.stripe.api.Routes;
import dev.freehold.sandbox.stripe.api.StripeLists;
import dev.freehold.sandbox.stripe.api.StripeRows;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reading invoices, their lines and their payments. */
final class StripeInvoices {

  private static final String KIND = InvoiceMaker.KIND;
  private static final String PAYMENT = "invoice_payment";

  private final StripeRows rows;

  StripeInvoices(StripeRows rows) {
    this.rows = rows;
  }

  void routes(Routes routes) {
    routes
        .add("GET", "/v1/invoices", this::list)
        .add("GET", "/v1/invoices/{id}", this::read)
        .add("GET", "/v1/invoices/{id}/lines", this::lines)
        .add("GET", "/v1/invoice_payments", this::payments)
        .add("GET", "/v1/invoice_payments/{id}", this::payment);
  }

  /** The list that {@code expand[]=payments} puts into an invoice. */
  ObjectNode paymentsOf(String invoice) {
    return Nodes.list(
        "/v1/invoice_payments?invoice=" + invoice,
        rows.stream(PAYMENT)
            .filter(row -> Nodes.is(row, "invoice", invoice))
            .map(Nodes::visible)
            .toList(),
        false);
  }

  private ObjectNode read(ApiCall call) {
    call.params().accept("");
    return rows.named(KIND, call.path(0), "invoice");
  }

  private ObjectNode list(ApiCall call) {
    Params params =
        call.params()
            .accept(
                StripeLists.PAGING
                    + "customer subscription status collection_method created due_date",
                "customer_account");
    String status = params.oneOf("status", "draft", "open", "paid", "uncollectible", "void");
    String subscription = params.text("subscription");
    return StripeLists.page(
        call,
        KIND,
        rows.newestFirst(KIND).stream()
            .filter(is("customer", params.text("customer")))
            .filter(is("status", status))
            .filter(is("collection_method", params.text("collection_method")))
            .filter(
                row ->
                    subscription == null
                        || SubscriptionStanding.subscriptionOf(row)
                            .filter(subscription::equals)
                            .isPresent())
            .filter(StripeLists.during(params, "created"))
            .filter(StripeLists.during(params, "due_date"))
            .toList());
  }

  private ObjectNode lines(ApiCall call) {
    call.params().accept(StripeLists.PAGING);
    ObjectNode invoice = rows.named(KIND, call.path(0), "invoice");
    return StripeLists.page(call, "line_item", Nodes.data(invoice, "lines"));
  }

  private ObjectNode payments(ApiCall call) {
    Params params = call.params().accept(StripeLists.PAGING + "invoice status", "payment created");
    List<ObjectNode> found =
        rows.newestFirst(PAYMENT).stream()
            .filter(is("invoice", params.text("invoice")))
            .filter(is("status", params.oneOf("status", "canceled", "open", "paid")))
            .toList();
    return StripeLists.page(call, PAYMENT, found);
  }

  private ObjectNode payment(ApiCall call) {
    call.params().accept("");
    return rows.named(PAYMENT, call.path(0), PAYMENT);
  }

  private static Predicate<ObjectNode> is(String field, @Nullable String asked) {
    return row -> asked == null || Nodes.is(row, field, asked);
  }
}
