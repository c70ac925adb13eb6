package dev.freehold.sandbox.stripe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freehold.sandbox.SimRequest;
import dev.freehold.sandbox.SimResponse;
import dev.freehold.sandbox.stripe.api.Nodes;
import dev.freehold.sandbox.stripe.api.StripeRows;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The page at a session's {@code url}: what is bought and a button per outcome. */
final class CheckoutPage {

  static final String PATH = "/c/pay";

  private static final String PAGE =
      """
      <!doctype html>
      <html lang="en"><head><meta charset="utf-8"><title>Sandbox checkout</title>
      <style>
      body{font:16px/1.5 system-ui,sans-serif;max-width:32rem;margin:3rem auto;padding:0 1rem}
      button{font:inherit;padding:.5rem 1rem;margin:0 .5rem .5rem 0}
      td:last-child{text-align:right} table{width:100%%}
      </style></head>
      <body><h1>Sandbox checkout</h1>
      %s
      </body></html>
      """;

  private final StripeRows rows;
  private final CheckoutCompletion completion;

  CheckoutPage(StripeRows rows, CheckoutCompletion completion) {
    this.rows = rows;
    this.completion = completion;
  }

  /** {@code GET /c/pay/{session}} and {@code POST /c/pay/{session}/{outcome}}. */
  Optional<SimResponse> answer(SimRequest request) {
    if (!request.path().startsWith(PATH + "/")) {
      return Optional.empty();
    }
    List<String> parts = List.of(request.path().substring(PATH.length() + 1).split("/"));
    if (request.method().equals("GET") && parts.size() == 1) {
      return Optional.of(show(parts.getFirst(), request.query("declined") != null));
    }
    if (request.method().equals("POST") && parts.size() == 2) {
      return Optional.of(press(parts.getFirst(), parts.getLast()));
    }
    return Optional.empty();
  }

  private SimResponse show(String sessionId, boolean declined) {
    return rows.find(StripeCheckout.KIND, sessionId)
        .filter(session -> Nodes.is(session, "status", "open"))
        .map(session -> page(200, body(session, declined)))
        .orElseGet(() -> closed(404));
  }

  private SimResponse press(String sessionId, String outcome) {
    CheckoutOutcome pressed;
    try {
      pressed = CheckoutOutcome.valueOf(outcome.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      return closed(404);
    }
    try {
      String next = completion.complete(sessionId, pressed).redirectUrl();
      String mark = pressed == CheckoutOutcome.DECLINE ? "?declined" : "";
      return SimResponse.empty(303).header("Location", next + mark);
    } catch (SessionNotOpenException e) {
      return closed(409);
    }
  }

  private static SimResponse closed(int status) {
    return page(status, "<p>This checkout session is not open.</p>");
  }

  private static String body(ObjectNode session, boolean declined) {
    var html = new StringBuilder();
    if (declined) {
      html.append("<p role=\"alert\"><strong>Your card was declined.</strong></p>\n");
    }
    html.append("<table>\n");
    for (ObjectNode item : StripeCheckout.items(session)) {
      html.append(row(item, Nodes.number(item, "amount_total")));
    }
    html.append("</table>\n<p>Due now: ")
        .append(amount(session, Nodes.number(session, "amount_total")))
        .append("</p>\n");
    button(html, session, "succeed", "Pay");
    button(html, session, "decline", "Pay with a card that is declined");
    button(html, session, "cancel", "Go back");
    return html.toString();
  }

  private static String row(ObjectNode item, long total) {
    return "<tr><td>%d × %s</td><td>%s</td></tr>\n"
        .formatted(
            Nodes.number(item, "quantity"),
            escaped(Nodes.text(item, "description")),
            amount(item, total));
  }

  private static void button(StringBuilder html, ObjectNode session, String outcome, String text) {
    html.append(
        "<form method=\"post\" action=\"%s/%s\"><button>%s</button></form>\n"
            .formatted(Nodes.id(session), outcome, text));
  }

  private static String amount(ObjectNode object, long minor) {
    return "%d.%02d %s"
        .formatted(
            minor / 100, minor % 100, Nodes.text(object, "currency").toUpperCase(Locale.ROOT));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }

  private static SimResponse page(int status, String body) {
    return SimResponse.text(status, "text/html; charset=utf-8", PAGE.formatted(body));
  }
}
