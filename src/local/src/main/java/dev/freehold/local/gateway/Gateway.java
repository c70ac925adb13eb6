package dev.freehold.local.gateway;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.freehold.lambda.HttpConfig;
import dev.freehold.lambda.HttpEdge;
import dev.freehold.lambda.route.FunctionRegistry;
import dev.freehold.local.functions.Catalogue;
import dev.freehold.local.functions.FunctionDied;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The gateway on its own port: every path, every method, one function each. */
@ApplicationScoped
public class Gateway {

  private static final Logger LOG = Logger.getLogger(Gateway.class);

  /** As many calls at once as the database pool of the host carries. */
  private static final int CALLS_AT_ONCE = 16;

  private static final Duration STOP_WITHIN = Duration.ofSeconds(10);

  private final Vertx vertx;
  private final FunctionRegistry functions;
  private final HttpEdge edge;
  private final Clock clock;
  private final HttpConfig config;
  private final ExecutorService threads =
      Executors.newFixedThreadPool(
          CALLS_AT_ONCE, Thread.ofPlatform().name("call-", 0).daemon().factory());
  private @Nullable HttpServer server;

  Gateway(Vertx vertx, FunctionRegistry functions, HttpEdge edge, Clock clock, HttpConfig config) {
    this.vertx = vertx;
    this.functions = functions;
    this.edge = edge;
    this.clock = clock;
    this.config = config;
  }

  /**
   * @param port 0 = a free one
   * @return the port it listens on
   */
  public int start(int port, Catalogue catalogue) {
    Routes routes = new Routes(catalogue.of(Catalogue.HTTP));
    Cors cors = new Cors(config.allowedOrigins().orElseGet(() -> List.of(config.appUrl())));
    HttpServer started =
        vertx
            .createHttpServer(
                new HttpServerOptions().setHost("127.0.0.1").setPort(port).setTcpNoDelay(true))
            .requestHandler(request -> receive(request, routes, cors))
            .listen()
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    server = started;
    return started.actualPort();
  }

  public void stop() {
    if (server != null) {
      server.close().toCompletionStage().toCompletableFuture().join();
    }
    threads.shutdown();
    try {
      if (!threads.awaitTermination(STOP_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
        LOG.warn("calls were still under way");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void receive(HttpServerRequest request, Routes routes, Cors cors) {
    Optional<String> origin = Optional.ofNullable(request.getHeader("Origin"));
    if (request.method() == HttpMethod.OPTIONS
        && request.getHeader("Access-Control-Request-Method") != null) {
      request.response().setStatusCode(204);
      cors.preflight(origin).forEach((name, value) -> request.response().putHeader(name, value));
      request.response().end();
      return;
    }
    Buffer body = Buffer.buffer();
    boolean[] isHandedOver = {false};
    request.handler(
        part -> {
          if (isHandedOver[0]) {
            return;
          }
          body.appendBuffer(part);
          if (body.length() > config.maxBodyBytes()) {
            // The edge refuses it by the one byte too many; the rest is not waited for.
            isHandedOver[0] = true;
            request.response().putHeader("Connection", "close");
            Buffer tooMuch = body.slice(0, config.maxBodyBytes() + 1);
            threads.execute(() -> answer(request, tooMuch, routes, cors.answer(origin)));
          }
        });
    request.endHandler(
        end -> {
          if (!isHandedOver[0]) {
            isHandedOver[0] = true;
            threads.execute(() -> answer(request, body, routes, cors.answer(origin)));
          }
        });
  }

  private void answer(
      HttpServerRequest request, Buffer body, Routes routes, Map<String, String> corsHeaders) {
    try {
      String path = request.path() == null ? "/" : request.path();
      Optional<Routes.Match> match = routes.find(request.method().name(), path);
      APIGatewayV2HTTPEvent event =
          GatewayEvents.of(
              new GatewayEvents.Incoming(
                  request.method().name(),
                  path,
                  request.query() == null ? "" : request.query(),
                  request.headers().entries(),
                  body.getBytes(),
                  request.remoteAddress().hostAddress(),
                  clock.instant()),
              match);
      send(request.response(), call(event, match), corsHeaders);
    } catch (FunctionDied e) {
      LOG.warn(e.getMessage());
      request.response().setStatusCode(502).end();
    } catch (RuntimeException e) {
      // The edge answers whatever an operation throws: what arrives here is a fault of the host.
      LOG.error("the gateway failed", e);
      request.response().setStatusCode(502).end();
    }
  }

  private APIGatewayV2HTTPResponse call(APIGatewayV2HTTPEvent event, Optional<Routes.Match> match) {
    if (match.isEmpty()) {
      return edge.unknownRoute(event);
    }
    Object answer = functions.call(match.get().operation().name(), event);
    if (answer instanceof APIGatewayV2HTTPResponse response) {
      return response;
    }
    throw new IllegalStateException(match.get().operation().name() + " answered " + answer);
  }

  private static void send(
      HttpServerResponse response,
      APIGatewayV2HTTPResponse answer,
      Map<String, String> corsHeaders) {
    response.setStatusCode(answer.getStatusCode());
    if (answer.getHeaders() != null) {
      answer.getHeaders().forEach(response::putHeader);
    }
    if (answer.getMultiValueHeaders() != null) {
      answer.getMultiValueHeaders().forEach(response::putHeader);
    }
    if (answer.getCookies() != null) {
      answer.getCookies().forEach(cookie -> response.headers().add("Set-Cookie", cookie));
    }
    corsHeaders.forEach(response::putHeader);
    String body = answer.getBody();
    if (body == null) {
      response.end();
    } else if (answer.getIsBase64Encoded()) {
      response.end(Buffer.buffer(Base64.getDecoder().decode(body)));
    } else {
      response.end(body);
    }
  }
}
