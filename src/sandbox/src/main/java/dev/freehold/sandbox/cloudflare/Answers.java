package dev.freehold.sandbox.cloudflare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freehold.sandbox.SimJson;
import dev.freehold.sandbox.SimRequest;
import dev.freehold.sandbox.SimResponse;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The envelope of every answer: result, success, errors, messages, result_info. */
final class Answers {

  private static final SecureRandom RANDOM = new SecureRandom();

  private Answers() {}

  static SimResponse ok(@Nullable Object result) {
    return SimResponse.json(200, envelope(result));
  }

  static SimResponse ok(@Nullable Object result, ObjectNode resultInfo) {
    return SimResponse.json(200, envelope(result).set("result_info", resultInfo));
  }

  /** The page that {@code page} and {@code per_page} of the query ask for. */
  static SimResponse page(List<? extends Object> all, SimRequest request, int usual, int most) {
    int perPage = Math.clamp(number(request, "per_page", usual), 1, most);
    int page = Math.max(1, number(request, "page", 1));
    int from = (int) Math.min(all.size(), (page - 1L) * perPage);
    var shown = all.subList(from, Math.min(all.size(), from + perPage));
    return ok(
        shown,
        SimJson.object()
            .put("page", page)
            .put("per_page", perPage)
            .put("count", shown.size())
            .put("total_count", all.size())
            .put("total_pages", (all.size() + perPage - 1) / perPage));
  }

  static SimResponse error(int status, int code, @Nullable String message) {
    var answer = envelope(null).put("success", false);
    answer.withArray("/errors").addObject().put("code", code).put("message", message);
    return SimResponse.json(status, answer);
  }

  /** The body, which must be a JSON object. */
  static JsonNode body(SimRequest request) {
    try {
      JsonNode body = request.json();
      if (body.isObject()) {
        return body;
      }
    } catch (UncheckedIOException e) {
      // Answered like every other malformed body.
    }
    throw new CloudflareError(400, 9207, "Request body is invalid.");
  }

  /** A text of the body that must be there. */
  static String required(JsonNode body, String field) {
    JsonNode value = body.path(field);
    if (!value.isTextual() || value.asText().isEmpty()) {
      throw new CloudflareError(400, 1001, "Invalid or missing value for '" + field + "'");
    }
    return value.asText();
  }

  /** 32 hex digits, as most of Cloudflare's identifiers. */
  static String id() {
    byte[] bytes = new byte[16];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private static int number(SimRequest request, String name, int otherwise) {
    String value = request.query(name);
    try {
      return value == null ? otherwise : Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new CloudflareError(400, 1001, "Invalid value for '" + name + "'");
    }
  }

  private static ObjectNode envelope(@Nullable Object result) {
    var answer = SimJson.object();
    answer.set("result", result == null ? null : SimJson.toTree(result));
    answer.put("success", true);
    answer.putArray("errors");
    answer.putArray("messages");
    return answer;
  }
}
