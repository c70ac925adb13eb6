package dev.freehold.testing;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Events as API Gateway sends them (payload 2.0), for functions called by injection. */
public final class Events {

  private final String method;
  private final String path;
  private final String query;
  private final Map<String, String> headers = new LinkedHashMap<>();
  private @Nullable String body;
  private boolean base64;
  private String ip = "203.0.113.7";

  private Events(String method, String target) {
    this.method = method;
    int mark = target.indexOf('?');
    this.path = mark < 0 ? target : target.substring(0, mark);
    this.query = mark < 0 ? "" : target.substring(mark + 1);
  }

  public static Events get(String target) {
    return new Events("GET", target);
  }

  public static Events post(String target) {
    return new Events("POST", target);
  }

  public static Events of(String method, String target) {
    return new Events(method, target);
  }

  public Events bearer(String token) {
    return header("Authorization", "Bearer " + token);
  }

  public Events header(String name, String value) {
    headers.put(name.toLowerCase(Locale.ROOT), value);
    return this;
  }

  public Events ip(String address) {
    this.ip = address;
    return this;
  }

  /** A body with {@code Content-Type: application/json}. */
  public Events json(String json) {
    this.body = json;
    headers.putIfAbsent("content-type", "application/json");
    return this;
  }

  public Events raw(byte[] bytes) {
    this.body = Base64.getEncoder().encodeToString(bytes);
    this.base64 = true;
    return this;
  }

  public APIGatewayV2HTTPEvent build() {
    var http = new APIGatewayV2HTTPEvent.RequestContext.Http();
    http.setMethod(method);
    http.setPath(path);
    http.setSourceIp(ip);
    http.setUserAgent(headers.get("user-agent"));
    var context = new APIGatewayV2HTTPEvent.RequestContext();
    context.setHttp(http);
    context.setStage("$default");
    var event = new APIGatewayV2HTTPEvent();
    event.setVersion("2.0");
    event.setRouteKey(method + " " + path);
    event.setRawPath(path);
    event.setRawQueryString(query);
    event.setQueryStringParameters(parameters());
    event.setHeaders(headers);
    event.setRequestContext(context);
    event.setBody(body);
    event.setIsBase64Encoded(base64);
    return event;
  }

  private Map<String, String> parameters() {
    var parameters = new LinkedHashMap<String, String>();
    for (String pair : query.isEmpty() ? new String[0] : query.split("&")) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      String value = equals < 0 ? "" : pair.substring(equals + 1);
      parameters.merge(decoded(name), decoded(value), (a, b) -> a + ',' + b);
    }
    return parameters;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException brokenEscape) {
      return text;
    }
  }
}
