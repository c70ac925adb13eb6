package dev.freehold.sandbox.stripe.webhook;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freehold.sandbox.SimJson;
import dev.freehold.sandbox.stripe.api.ApiCall;
import dev.freehold.sandbox.stripe.api.Nodes;
import dev.freehold.sandbox.stripe.api.Params;
import dev.freehold.sandbox.stripe.api.Routes;
import dev.freehold.sandbox.stripe.api.StripeIds;
import dev.freehold.sandbox.stripe.api.StripeLists;
import dev.freehold.sandbox.stripe.api.StripeRows;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What happened: one event a change, kept for 30 days as Stripe does, handed to the endpoint. */
public final class StripeEvents {

  private static final Duration KEPT = Duration.ofDays(30);

  private final StripeRows rows;
  private final WebhookDeliveries deliveries;
  private final String apiVersion;

  public StripeEvents(StripeRows rows, WebhookDeliveries deliveries, String apiVersion) {
    this.rows = rows;
    this.deliveries = deliveries;
    this.apiVersion = apiVersion;
  }

  public void routes(Routes routes) {
    routes.add("GET", "/v1/events", this::list).add("GET", "/v1/events/{id}", this::read);
  }

  /** {@code type} happened to {@code object}. */
  public void happened(String type, ObjectNode object) {
    write(type, object, null);
  }

  /** {@code type} happened to {@code after}; nothing is written when nothing changed. */
  public void changed(String type, ObjectNode before, ObjectNode after) {
    ObjectNode previous = Nodes.previous(before, after);
    if (!previous.isEmpty()) {
      write(type, after, previous);
    }
  }

  private void write(String type, ObjectNode object, @Nullable ObjectNode previous) {
    ApiCall cause = rows.cause();
    ObjectNode event =
        SimJson.object()
            .put("id", StripeIds.next("event"))
            .put("object", "event")
            .put("api_version", apiVersion)
            .put("created", rows.now());
    ObjectNode data = event.putObject("data");
    data.set("object", Nodes.visible(object));
    if (previous != null) {
      data.set("previous_attributes", previous);
    }
    event.put("livemode", false).put("pending_webhooks", deliveries.isConfigured() ? 1 : 0);
    event
        .putObject("request")
        .put("id", cause == null ? null : cause.requestId())
        .put("idempotency_key", cause == null ? null : cause.idempotencyKey());
    event.put("type", type);
    rows.put(event);
    deliveries.enqueue(event, rows.instant());
  }

  /** Forgets what Stripe no longer lists. */
  public void forgetOld() {
    long oldest = rows.instant().minus(KEPT).getEpochSecond();
    List<ObjectNode> old =
        rows.stream("event").takeWhile(event -> Nodes.number(event, "created") < oldest).toList();
    old.forEach(rows::remove);
  }

  private ObjectNode read(ApiCall call) {
    call.params().accept("");
    return withPending(rows.named("event", call.path(0), "id"));
  }

  private ObjectNode list(ApiCall call) {
    Params params =
        call.params().accept(StripeLists.PAGING + "type types created", "delivery_success");
    Set<String> types = new HashSet<>(params.texts("types"));
    String type = params.text("type");
    var during = StripeLists.during(params, "created");
    return StripeLists.page(
        call,
        "event",
        rows.newestFirst("event").stream()
            .filter(event -> type == null || isOfType(event, type))
            .filter(event -> types.isEmpty() || types.contains(Nodes.text(event, "type")))
            .filter(during)
            .map(event -> withPending(event.deepCopy()))
            .toList());
  }

  /** A type may be asked for by a star, such as {@code invoice.*}. */
  private static boolean isOfType(ObjectNode event, String asked) {
    String type = Nodes.text(event, "type");
    return asked.endsWith(".*")
        ? type.startsWith(asked.substring(0, asked.length() - 1))
        : type.equals(asked);
  }

  private ObjectNode withPending(ObjectNode event) {
    return event.put("pending_webhooks", deliveries.isPending(Nodes.id(event)) ? 1 : 0);
  }
}
