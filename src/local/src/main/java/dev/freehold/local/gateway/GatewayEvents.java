package dev.freehold.local.gateway;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent.RequestContext;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent.RequestContext.Http;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Builds the event API Gateway sends for a request (payload format 2.0). */
final class GatewayEvents {

  private static final String DEFAULT_ROUTE = "$default";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  /**
   * A request as it came.
   *
   * @param rawPath encoded
   * @param rawQuery encoded, empty when there is none
   * @param headers in the order of the wire, names as they came
   */
  record Incoming(
      String method,
      String rawPath,
      String rawQuery,
      List<Map.Entry<String, String>> headers,
      byte[] body,
      String sourceIp,
      Instant at) {}

  private GatewayEvents() {}

  static APIGatewayV2HTTPEvent of(Incoming request, Optional<Routes.Match> match) {
    String routeKey = match.map(Routes.Match::routeKey).orElse(DEFAULT_ROUTE);
    Map<String, String> headers = new LinkedHashMap<>();
    List<String> cookies = new ArrayList<>();
    for (Map.Entry<String, String> header : request.headers()) {
      String name = header.getKey().toLowerCase(Locale.ROOT);
      if (name.equals("cookie")) {
        cookies.addAll(List.of(header.getValue().split(";\\s*")));
      } else {
        headers.merge(name, header.getValue(), (first, next) -> first + "," + next);
      }
    }
    boolean isText = isText(headers.get("content-type")) && isUtf8(request.body());
    return APIGatewayV2HTTPEvent.builder()
        .withVersion("2.0")
        .withRouteKey(routeKey)
        .withRawPath(request.rawPath())
        .withRawQueryString(request.rawQuery())
        .withCookies(cookies.isEmpty() ? null : cookies)
        .withHeaders(headers)
        .withQueryStringParameters(query(request.rawQuery()))
        .withPathParameters(match.map(Routes.Match::parameters).orElse(null))
        .withRequestContext(context(request, routeKey, headers))
        .withBody(body(request.body(), isText))
        .withIsBase64Encoded(request.body().length > 0 && !isText)
        .build();
  }

  private static @Nullable String body(byte[] bytes, boolean isText) {
    if (bytes.length == 0) {
      return null;
    }
    return isText
        ? new String(bytes, StandardCharsets.UTF_8)
        : Base64.getEncoder().encodeToString(bytes);
  }

  private static RequestContext context(
      Incoming request, String routeKey, Map<String, String> headers) {
    String host = headers.getOrDefault("host", "localhost");
    return RequestContext.builder()
        .withAccountId("000000000000")
        .withApiId("local")
        .withDomainName(host)
        .withDomainPrefix("local")
        .withRequestId(UUID.randomUUID().toString())
        .withRouteKey(routeKey)
        .withStage(DEFAULT_ROUTE)
        .withTime(TIME.format(request.at()))
        .withTimeEpoch(request.at().toEpochMilli())
        .withHttp(
            Http.builder()
                .withMethod(request.method())
                .withPath(request.rawPath())
                .withProtocol("HTTP/1.1")
                .withSourceIp(request.sourceIp())
                .withUserAgent(headers.getOrDefault("user-agent", ""))
                .build())
        .build();
  }

  /** Several values of one name are joined by commas, as API Gateway does. */
  private static @Nullable Map<String, String> query(String rawQuery) {
    if (rawQuery.isEmpty()) {
      return null;
    }
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String part : rawQuery.split("&")) {
      if (!part.isEmpty()) {
        int equals = part.indexOf('=');
        String name = equals < 0 ? part : part.substring(0, equals);
        String value = equals < 0 ? "" : part.substring(equals + 1);
        parameters.merge(decode(name), decode(value), (first, next) -> first + "," + next);
      }
    }
    return parameters;
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }

  /** What API Gateway hands over as text; everything else comes in Base64. */
  private static boolean isText(@Nullable String contentType) {
    if (contentType == null) {
      return true;
    }
    String type = contentType.split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
    return type.startsWith("text/")
        || type.equals("application/json")
        || type.endsWith("+json")
        || type.equals("application/xml")
        || type.equals("application/javascript")
        || type.equals("application/x-www-form-urlencoded");
  }

  /** Bytes that are not text would not come back the same: signatures are over the raw body. */
  private static boolean isUtf8(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
