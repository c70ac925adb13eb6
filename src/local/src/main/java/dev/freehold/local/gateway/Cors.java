package dev.freehold.local.gateway;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who may call from a browser: exactly the allowed origins, with credentials. */
final class Cors {

  private static final String METHODS = "GET,POST,PUT,PATCH,DELETE";
  private static final String REQUEST_HEADERS =
      "Authorization,Content-Type,Idempotency-Key,If-Match,X-App-Key,X-Organization-Id,"
          + "X-Request-Id,traceparent";
  private static final String ANSWER_HEADERS =
      "ETag,Location,Retry-After,X-Request-Id,Idempotent-Replayed";
  private static final String MAX_AGE_SEC = "600";

  private final List<String> origins;

  Cors(List<String> origins) {
    this.origins = List.copyOf(origins);
  }

  /** Headers of a preflight's answer; empty for an origin that is not ours. */
  Map<String, String> preflight(Optional<String> origin) {
    if (origin.filter(origins::contains).isEmpty()) {
      return Map.of("Vary", "Origin");
    }
    Map<String, String> headers = common(origin.get());
    headers.put("Access-Control-Allow-Methods", METHODS);
    headers.put("Access-Control-Allow-Headers", REQUEST_HEADERS);
    headers.put("Access-Control-Max-Age", MAX_AGE_SEC);
    return headers;
  }

  /** Headers added to any other answer. */
  Map<String, String> answer(Optional<String> origin) {
    if (origin.filter(origins::contains).isEmpty()) {
      return Map.of();
    }
    Map<String, String> headers = common(origin.get());
    headers.put("Access-Control-Expose-Headers", ANSWER_HEADERS);
    return headers;
  }

  private static Map<String, String> common(String origin) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Access-Control-Allow-Origin", origin);
    headers.put("Access-Control-Allow-Credentials", "true");
    headers.put("Vary", "Origin");
    return headers;
  }
}
