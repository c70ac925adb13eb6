package dev.freehold.sandbox.stripe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freehold.sandbox.SimRequest;
import dev.freehold.sandbox.SimResponse;
import dev.freehold.sandbox.stripe.api.Nodes;
import dev.freehold.sandbox.stripe.api.StripeRows;
import java.util.Locale;
import java.util.Optional;

/** The page at an invoice's {@code hosted_invoice_url}: what is owed, as text. */
final class InvoicePage {

  static final String PATH = "/i";

  private final StripeRows rows;

  InvoicePage(StripeRows rows) {
    this.rows = rows;
  }

  /** {@code GET /i/{invoice}} and, in place of a PDF, {@code GET /i/{invoice}/pdf}. */
  Optional<SimResponse> answer(SimRequest request) {
    if (!request.method().equals("GET") || !request.path().startsWith(PATH + "/")) {
      return Optional.empty();
    }
    String id = request.path().substring(PATH.length() + 1).replace("/pdf", "");
    return Optional.of(
        rows.find(InvoiceMaker.KIND, id)
            .map(invoice -> text(200, describe(invoice)))
            .orElseGet(() -> text(404, "No such invoice.\n")));
  }

  private static String describe(ObjectNode invoice) {
    var text = new StringBuilder();
    text.append("Invoice %s\n\n".formatted(Nodes.text(invoice, "number")));
    for (ObjectNode line : Nodes.data(invoice, "lines")) {
      text.append(Nodes.text(line, "description"))
          .append("  ")
          .append(amount(invoice, Nodes.number(line, "amount")))
          .append('\n');
    }
    return text.append(
            "\nTotal %s\nStill to pay %s\nStatus %s\n"
                .formatted(
                    amount(invoice, Nodes.number(invoice, "total")),
                    amount(invoice, Nodes.number(invoice, "amount_remaining")),
                    Nodes.text(invoice, "status")))
        .toString();
  }

  private static String amount(ObjectNode invoice, long minor) {
    String sign = minor < 0 ? "-" : "";
    return "%s%d.%02d %s"
        .formatted(
            sign,
            Math.abs(minor) / 100,
            Math.abs(minor) % 100,
            Nodes.text(invoice, "currency").toUpperCase(Locale.ROOT));
  }

  private static SimResponse text(int status, String text) {
    return SimResponse.text(status, "text/plain; charset=utf-8", text);
  }
}
