package dev.freehold.sandbox.stripe.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code expand[]}: puts objects where their ids stand, up to four deep. */
public final class Expander {

  private static final int MAX_DEPTH = 4;

  private static final Set<String> EXPANDABLE =
      Set.of(
          "charge",
          "customer",
          "default_payment_method",
          "default_price",
          "invoice",
          "latest_charge",
          "latest_invoice",
          "latest_revision",
          "payment_intent",
          "payment_method",
          "pending_setup_intent",
          "price",
          "product",
          "schedule",
          "setup_intent",
          "subscription");

  /** Lists that are sent only when asked for. */
  @FunctionalInterface
  public interface Included {
    /** Empty when {@code object} has no such list. */
    Optional<ObjectNode> list(ObjectNode object, String field);
  }

  private final StripeRows rows;
  private final Included included;

  public Expander(StripeRows rows, Included included) {
    this.rows = rows;
    this.included = included;
  }

  /** Changes {@code answer}, which must be a copy. */
  public ObjectNode expand(ObjectNode answer, List<String> paths) {
    for (String path : paths) {
      List<String> steps = List.of(path.split("\\."));
      if (steps.stream().filter(step -> !step.equals("data")).count() > MAX_DEPTH) {
        throw StripeError.invalid(
            "expand", "You cannot expand more than 4 levels of a property (" + path + ").");
      }
      walk(answer, steps, path);
    }
    return answer;
  }

  private void walk(JsonNode at, List<String> steps, String path) {
    if (at.isArray()) {
      at.forEach(element -> walk(element, steps, path));
      return;
    }
    if (steps.isEmpty() || !(at instanceof ObjectNode object)) {
      return;
    }
    String field = steps.getFirst();
    if (!object.has(field)) {
      included
          .list(object, field)
          .ifPresentOrElse(list -> object.set(field, list), () -> refuse(path));
    }
    JsonNode value = object.get(field);
    if (value.isTextual()) {
      if (!EXPANDABLE.contains(field)) {
        refuse(path);
      }
      rows.find(value.textValue()).map(Nodes::visible).ifPresent(found -> object.set(field, found));
    } else if (steps.size() == 1 && !value.isContainerNode() && !EXPANDABLE.contains(field)) {
      refuse(path);
    }
    walk(object.get(field), steps.subList(1, steps.size()), path);
  }

  private static void refuse(String path) {
    throw StripeError.invalid("expand", "This property cannot be expanded (" + path + ").");
  }
}
