package dev.freehold.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request as it came over the wire. Header names are lower case. */
public final class SimRequest {

  private final String method;
  private final String rawPath;
  private final String prefix;
  private final String rawQuery;
  private final Map<String, List<String>> headers;
  private final Map<String, List<String>> query;
  private final byte[] body;
  private final Instant at;
  private final Map<String, String> variables;

  SimRequest(
      String method,
      String rawPath,
      String prefix,
      String rawQuery,
      Map<String, List<String>> headers,
      byte[] body,
      Instant at) {
    this(method, rawPath, prefix, rawQuery, headers, decode(rawQuery), body, at, Map.of());
  }

  private SimRequest(
      String method,
      String rawPath,
      String prefix,
      String rawQuery,
      Map<String, List<String>> headers,
      Map<String, List<String>> query,
      byte[] body,
      Instant at,
      Map<String, String> variables) {
    this.method = method;
    this.rawPath = rawPath;
    this.prefix = prefix;
    this.rawQuery = rawQuery;
    this.headers = headers;
    this.query = query;
    this.body = body;
    this.at = at;
    this.variables = variables;
  }

  SimRequest withVariables(Map<String, String> found) {
    return new SimRequest(
        method, rawPath, prefix, rawQuery, headers, query, body, at, Map.copyOf(found));
  }

  public String method() {
    return method;
  }

  /** Below the simulator's prefix, still percent-encoded; "/" at least. */
  public String path() {
    String below = rawPath.substring(prefix.length());
    return below.isEmpty() ? "/" : below;
  }

  /** The whole path, percent-encoded as it came: what signatures are made of. */
  public String rawPath() {
    return rawPath;
  }

  /** Without the question mark; empty if none. */
  public String rawQuery() {
    return rawQuery;
  }

  /** A variable of the route's template, decoded. */
  public String path(String variable) {
    String value = variables.get(variable);
    if (value == null) {
      throw new IllegalArgumentException("the route has no {" + variable + "}");
    }
    return value;
  }

  /** First value of the query's parameter, decoded. */
  public @Nullable String query(String name) {
    var values = query.get(name);
    return values == null ? null : values.getFirst();
  }

  public String query(String name, String otherwise) {
    String value = query(name);
    return value == null ? otherwise : value;
  }

  /** Decoded, in order of first appearance, every value of a repeated name kept. */
  public Map<String, List<String>> query() {
    return query;
  }

  public @Nullable String header(String name) {
    var values = headers.get(name.toLowerCase(Locale.ROOT));
    return values == null ? null : values.getFirst();
  }

  public String header(String name, String otherwise) {
    String value = header(name);
    return value == null ? otherwise : value;
  }

  public Map<String, List<String>> headers() {
    return headers;
  }

  public byte[] body() {
    return body;
  }

  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /**
   * @throws java.io.UncheckedIOException when the body is not JSON
   */
  public JsonNode json() {
    return SimJson.tree(body);
  }

  /** The body as a form: decoded, in order, keys as sent ({@code items[0][price]}). */
  public Map<String, List<String>> form() {
    return decode(text());
  }

  /** When it came, by the sandbox's clock. */
  public Instant at() {
    return at;
  }

  /** Decodes {@code a=1&b=2}; a name without "=" has the empty value. */
  public static Map<String, List<String>> decode(String encoded) {
    var decoded = new LinkedHashMap<String, List<String>>();
    if (encoded.isEmpty()) {
      return decoded;
    }
    for (String pair : encoded.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      String value = equals < 0 ? "" : pair.substring(equals + 1);
      decoded
          .computeIfAbsent(
              URLDecoder.decode(name, StandardCharsets.UTF_8), key -> new ArrayList<>())
          .add(URLDecoder.decode(value, StandardCharsets.UTF_8));
    }
    return decoded;
  }

  @Override
  public String toString() {
    return method + " " + rawPath + (rawQuery.isEmpty() ? "" : "?" + rawQuery);
  }
}
