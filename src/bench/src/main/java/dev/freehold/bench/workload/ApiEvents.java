package dev.freehold.bench.workload;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/** Calls as API Gateway hands them over (payload 2.0). */
public final class ApiEvents {

  private static final int OK = 200;

  private ApiEvents() {}

  public static APIGatewayV2HTTPEvent of(
      String method, String path, Map<String, String> headers, String body) {
    var http = new APIGatewayV2HTTPEvent.RequestContext.Http();
    http.setMethod(method);
    http.setPath(path);
    http.setSourceIp("203.0.113.7");
    var context = new APIGatewayV2HTTPEvent.RequestContext();
    context.setHttp(http);
    context.setStage("$default");
    var event = new APIGatewayV2HTTPEvent();
    event.setVersion("2.0");
    event.setRouteKey(method + " " + path);
    event.setRawPath(path);
    event.setRawQueryString("");
    event.setQueryStringParameters(Map.of());
    event.setHeaders(new HashMap<>(headers));
    event.setRequestContext(context);
    if (!body.isEmpty()) {
      event.setBody(Base64.getEncoder().encodeToString(body.getBytes(StandardCharsets.UTF_8)));
      event.setIsBase64Encoded(true);
    }
    return event;
  }

  /** What is not measured is a refusal. */
  public static void check(APIGatewayV2HTTPResponse answer) {
    if (answer.getStatusCode() != OK) {
      throw new IllegalStateException(answer.getStatusCode() + " " + answer.getBody());
    }
  }
}
