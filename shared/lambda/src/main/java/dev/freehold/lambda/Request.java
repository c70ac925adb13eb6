package dev.freehold.lambda;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import dev.freehold.kernel.FieldError;
import dev.freehold.kernel.KernelRefusal;
import dev.freehold.kernel.Secrets;
import dev.freehold.lambda.body.Storable;
import dev.freehold.lambda.network.CallerAddress;
import dev.freehold.lambda.signal.Traces;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What API Gateway sent, read without trusting any of it. */
final class Request {

  private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  private final APIGatewayV2HTTPEvent event;
  private final Map<String, String> headers = new HashMap<>();
  private final String requestId;
  private final String traceparent;
  private final @Nullable String ipAddress;

  Request(APIGatewayV2HTTPEvent event, CallerAddress addresses) {
    this.event = event;
    if (event.getHeaders() != null) {
      event.getHeaders().forEach((name, v) -> headers.put(name.toLowerCase(Locale.ROOT), v));
    }
    this.ipAddress = addresses.of(event, headers);
    String asked = headers.get("x-request-id");
    this.requestId =
        asked != null && REQUEST_ID.matcher(asked).matches() ? asked : "r-" + Secrets.word(20);
    this.traceparent = Traces.enter(headers.get("traceparent"));
  }

  String requestId() {
    return requestId;
  }

  /** Of this call: the caller's trace, one step on. */
  String traceparent() {
    return traceparent;
  }

  @Nullable String header(String name) {
    return headers.get(name.toLowerCase(Locale.ROOT));
  }

  String method() {
    return event.getRequestContext().getHttp().getMethod();
  }

  String path() {
    return Objects.requireNonNullElse(event.getRawPath(), "/");
  }

  String rawQuery() {
    return Objects.requireNonNullElse(event.getRawQueryString(), "");
  }

  /** Of who calls, as {@link CallerAddress} finds it; null when it is no address. */
  @Nullable String ipAddress() {
    return ipAddress;
  }

  @Nullable String userAgent() {
    String agent = headers.get("user-agent");
    return agent == null ? null : agent.substring(0, Math.min(agent.length(), 500));
  }

  @Nullable String cookie(String name) {
    List<String> cookies = new ArrayList<>();
    if (event.getCookies() != null) {
      cookies.addAll(event.getCookies());
    }
    String header = headers.get("cookie");
    if (header != null) {
      cookies.addAll(List.of(header.split(";")));
    }
    for (String cookie : cookies) {
      int equals = cookie.indexOf('=');
      if (equals > 0 && cookie.substring(0, equals).strip().equals(name)) {
        return cookie.substring(equals + 1).strip();
      }
    }
    return null;
  }

  /** The body as it was sent. Base64 of the gateway is measured before it is decoded. */
  byte[] body(int maxBytes) {
    String body = event.getBody();
    if (body == null || body.isEmpty()) {
      return new byte[0];
    }
    if (!event.getIsBase64Encoded()) {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      if (bytes.length > maxBytes) {
        throw tooLarge(maxBytes);
      }
      return bytes;
    }
    if (body.length() > (maxBytes + 2L) / 3 * 4) {
      throw tooLarge(maxBytes);
    }
    try {
      byte[] bytes = Base64.getDecoder().decode(body);
      if (bytes.length > maxBytes) {
        throw tooLarge(maxBytes);
      }
      return bytes;
    } catch (IllegalArgumentException e) {
      throw KernelRefusal.BODY_MALFORMED.because("the body is not Base64");
    }
  }

  private static RuntimeException tooLarge(int maxBytes) {
    return KernelRefusal.BODY_TOO_LARGE.because("the body is over %d bytes", maxBytes);
  }

  /**
   * Parameters by name; a broken one is added to the faults, and a repeated one that may not be.
   *
   * @param repeatable their values are joined by commas
   */
  Map<String, String> query(List<FieldError> faults, Set<String> repeatable) {
    var parameters = new LinkedHashMap<String, String>();
    for (String pair : rawQuery().isEmpty() ? new String[0] : rawQuery().split("&")) {
      int equals = pair.indexOf('=');
      String name = decoded(equals < 0 ? pair : pair.substring(0, equals), faults);
      String value = decoded(equals < 0 ? "" : pair.substring(equals + 1), faults);
      String former = parameters.put(name, value);
      if (former != null && repeatable.contains(name)) {
        parameters.put(name, former + ',' + value);
      } else if (former != null) {
        faults.add(new FieldError(name, "DUPLICATE", "is given more than once"));
      }
    }
    return parameters;
  }

  private static String decoded(String text, List<FieldError> faults) {
    try {
      String decoded = URLDecoder.decode(text, StandardCharsets.UTF_8);
      if (!Storable.isStorable(decoded)) {
        faults.add(new FieldError(text, "PATTERN", Storable.NO_TEXT));
      }
      return decoded;
    } catch (IllegalArgumentException e) {
      faults.add(new FieldError(text, "PATTERN", "has a broken escape"));
      return text;
    }
  }
}
