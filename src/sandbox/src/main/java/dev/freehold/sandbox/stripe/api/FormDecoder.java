package dev.freehold.sandbox.stripe.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freehold.sandbox.SimJson;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code a[b][0][c]=v} into a tree. Arrays stay objects whose keys are their numbers, in the order
 * given; {@code a[]} takes the next number.
 */
public final class FormDecoder {

  private static final int MAX_DEPTH = 8;

  private FormDecoder() {}

  /**
   * @param encoded a query or a body, without {@code ?}; empty gives an empty tree
   */
  public static ObjectNode decode(String encoded) {
    ObjectNode tree = SimJson.object();
    for (String pair : encoded.split("&")) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        put(tree, text(name), equals < 0 ? "" : text(pair.substring(equals + 1)));
      }
    }
    return tree;
  }

  private static void put(ObjectNode tree, String name, String value) {
    List<String> path = path(name);
    ObjectNode at = tree;
    for (String step : path.subList(0, path.size() - 1)) {
      String key = step.isEmpty() ? Integer.toString(at.size()) : step;
      JsonNode next = at.get(key);
      if (next == null) {
        at = at.putObject(key);
      } else if (next instanceof ObjectNode object) {
        at = object;
      } else {
        throw StripeError.invalid(name, "Invalid hash");
      }
    }
    String last = path.getLast();
    at.put(last.isEmpty() ? Integer.toString(at.size()) : last, value);
  }

  private static List<String> path(String name) {
    int bracket = name.indexOf('[');
    var path = new ArrayList<String>();
    path.add(bracket < 0 ? name : name.substring(0, bracket));
    while (bracket >= 0) {
      int end = name.indexOf(']', bracket);
      if (end < 0 || path.size() > MAX_DEPTH) {
        throw StripeError.invalid(name, "Invalid parameter name: " + name);
      }
      path.add(name.substring(bracket + 1, end));
      bracket = end + 1 < name.length() && name.charAt(end + 1) == '[' ? end + 1 : -1;
    }
    return path;
  }

  private static String text(String encoded) {
    try {
      return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw StripeError.invalid(null, "Invalid percent encoding: " + encoded);
    }
  }
}
