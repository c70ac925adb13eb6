package dev.freehold.sandbox.stripe.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freehold.sandbox.SimJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A new object of a kind with every field that Stripe sends, from {@code /stripe-shapes}. */
public final class Shapes {

  private static final Map<String, ObjectNode> LOADED = new ConcurrentHashMap<>();

  private Shapes() {}

  /** The empty object; whoever asks gives it its id. */
  public static ObjectNode bare(String kind) {
    return LOADED.computeIfAbsent(kind, Shapes::load).deepCopy();
  }

  /** With a new id and {@code created}. */
  public static ObjectNode fresh(String kind, long created) {
    return bare(kind).put("id", StripeIds.next(kind)).put("created", created);
  }

  private static ObjectNode load(String kind) {
    String file = "/stripe-shapes/" + kind + ".json";
    try (InputStream json = Shapes.class.getResourceAsStream(file)) {
      if (json == null) {
        throw new IllegalStateException("no shape " + file);
      }
      return (ObjectNode) SimJson.mapper().readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
