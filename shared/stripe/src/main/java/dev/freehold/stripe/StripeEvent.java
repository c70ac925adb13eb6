package dev.freehold.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.kernel.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event as Stripe posts it.
 *
 * @param createdAt whole seconds: of two within one second the order is not told
 * @param objectId null for the few objects without an id
 */
public record StripeEvent(
    String id,
    String type,
    @Nullable String apiVersion,
    boolean livemode,
    Instant createdAt,
    @Nullable String objectType,
    @Nullable String objectId,
    JsonNode payload) {

  /**
   * @throws IllegalArgumentException when the bytes are not an event
   */
  public static StripeEvent of(byte[] body) {
    return of(Json.tree(new String(body, StandardCharsets.UTF_8)));
  }

  /**
   * @throws IllegalArgumentException when the document is not an event
   */
  public static StripeEvent of(JsonNode payload) {
    var object = StripeJson.node(payload, "data", "object");
    var created = StripeJson.instant(payload, "created");
    if (object == null || !object.isObject() || created == null) {
      throw new IllegalArgumentException("not an event of Stripe");
    }
    return new StripeEvent(
        StripeJson.requiredText(payload, "id"),
        StripeJson.requiredText(payload, "type"),
        StripeJson.text(payload, "api_version"),
        StripeJson.flag(payload, "livemode"),
        created,
        StripeJson.text(object, "object"),
        StripeJson.text(object, "id"),
        payload);
  }

  /** The object the event is about, as it was when the event was made. */
  public JsonNode object() {
    return payload.path("data").path("object");
  }
}
