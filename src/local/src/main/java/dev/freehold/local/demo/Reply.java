package dev.freehold.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * An answer and what it has to be. A value that is asked for has to be there.
 *
 * @param call for messages: {@code GET /v1/platforms/…}
 */
record Reply(String call, int status, JsonNode body, String text) {

  Reply is(int wanted) {
    return check(status == wanted, "status " + status + ", not " + wanted);
  }

  /**
   * @param path of fields, {@code version/prices/0/amount}
   */
  Reply has(String path, Object wanted) {
    JsonNode found = at(path);
    return check(
        found.asText().equals(String.valueOf(wanted)),
        "%s is %s, not %s".formatted(path, found, wanted));
  }

  Reply hasNull(String path) {
    JsonNode found = at(path);
    return check(found.isNull(), "%s is %s, not null".formatted(path, found));
  }

  String text(String path) {
    JsonNode found = at(path);
    check(!found.isNull() && !found.asText().isEmpty(), path + " is empty");
    return found.asText();
  }

  long number(String path) {
    JsonNode found = at(path);
    check(found.isIntegralNumber(), "%s is %s, not a whole number".formatted(path, found));
    return found.asLong();
  }

  Instant time(String path) {
    return Instant.parse(text(path));
  }

  List<JsonNode> list(String path) {
    JsonNode found = at(path);
    check(found.isArray(), path + " is no list");
    List<JsonNode> elements = new ArrayList<>();
    found.forEach(elements::add);
    return elements;
  }

  /** The one element of {@code data} that fits. */
  JsonNode one(String what, Predicate<JsonNode> wanted) {
    List<JsonNode> fitting = list("data").stream().filter(wanted).toList();
    check(fitting.size() == 1, "%d of %s, not one".formatted(fitting.size(), what));
    return fitting.getFirst();
  }

  Reply check(boolean isAsSaid, String otherwise) {
    if (!isAsSaid) {
      throw new Difference("%s: %s%n%s".formatted(call, otherwise, text));
    }
    return this;
  }

  private JsonNode at(String path) {
    JsonNode found = body.at("/" + path);
    check(!found.isMissingNode(), path + " is missing");
    return found;
  }
}
