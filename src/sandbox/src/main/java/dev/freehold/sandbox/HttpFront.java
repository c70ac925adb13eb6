package dev.freehold.sandbox;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.freehold.sandbox.Sandbox.Seat;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** The HTTP side of the sandbox: finds the simulator, applies faults, writes the answer. */
final class HttpFront {

  private static final System.Logger LOG = System.getLogger(HttpFront.class.getName());
  private static final int CALLS_KEPT = 20_000;

  private final SandboxConfig config;
  private final Faults faults;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Deque<SimCall> calls = new ArrayDeque<>();

  static {
    // Else every answer of a kept connection waits for the other side's delayed acknowledgement.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  HttpFront(SandboxConfig config, Faults faults) throws IOException {
    this.config = config;
    this.faults = faults;
    this.server =
        HttpServer.create(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), config.port()), 512);
    this.server.setExecutor(threads);
  }

  int port() {
    return server.getAddress().getPort();
  }

  void start(List<Seat> seats) {
    var byPrefix =
        seats.stream()
            .sorted(Comparator.comparing((Seat seat) -> -seat.simulator().prefix().length()))
            .toList();
    server.createContext("/", exchange -> serve(exchange, byPrefix));
    server.start();
  }

  void stop() {
    server.stop(0);
    threads.shutdownNow();
  }

  List<SimCall> calls() {
    synchronized (calls) {
      return List.copyOf(calls);
    }
  }

  void forget() {
    synchronized (calls) {
      calls.clear();
    }
  }

  private void serve(HttpExchange exchange, List<Seat> seats) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getRawPath();
      var seat = seats.stream().filter(one -> owns(one.simulator(), path)).findFirst();
      var request = read(exchange, seat.map(one -> one.simulator().prefix()).orElse(""));
      var answer = seat.isPresent() ? safely(seat.get(), request) : SimResponse.unknown(request);
      remember(seat, request, answer == null ? 0 : answer.status());
      if (answer != null) {
        write(exchange, answer);
      }
    }
  }

  private @Nullable SimResponse safely(Seat seat, SimRequest request) {
    try {
      return answer(seat, request);
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, request + " failed in the sandbox", e);
      return SimResponse.json(500, SimJson.object().put("message", e.toString()));
    }
  }

  private void remember(Optional<Seat> seat, SimRequest request, int status) {
    if (status == 501) {
      LOG.log(System.Logger.Level.WARNING, "the sandbox does not simulate {0}", request);
    }
    var service = seat.map(one -> one.simulator().service()).orElse("none");
    synchronized (calls) {
      calls.add(new SimCall(request.at(), service, request.method(), request.rawPath(), status));
      if (calls.size() > CALLS_KEPT) {
        calls.removeFirst();
      }
    }
  }

  private static boolean owns(Simulator simulator, String path) {
    return path.equals(simulator.prefix()) || path.startsWith(simulator.prefix() + "/");
  }

  /** Null = close the connection without an answer. */
  private @Nullable SimResponse answer(Seat seat, SimRequest request) {
    var simulator = seat.simulator();
    var fault =
        faults
            .strike(
                new Faults.Occasion(
                    simulator.service(),
                    request.method(),
                    request.rawPath(),
                    request.path(),
                    null,
                    null))
            .orElse(null);
    if (fault == null) {
      return seat.context().change(() -> simulator.handle(request));
    }
    return switch (fault.kind()) {
      case "status" ->
          simulator.failure(fault.status() == null ? 500 : fault.status(), fault.retryAfter());
      case "rate_limit" -> simulator.failure(429, fault.retryAfter());
      case "refuse" -> null;
      case "drop_answer" -> {
        seat.context().change(() -> simulator.handle(request));
        yield null;
      }
      case "delay" -> {
        pause(fault);
        yield seat.context().change(() -> simulator.handle(request));
      }
      default -> throw new IllegalStateException("no fault of HTTP: " + fault);
    };
  }

  private static void pause(Fault fault) {
    try {
      if (fault.delay() != null) {
        Thread.sleep(fault.delay());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private SimRequest read(HttpExchange exchange, String prefix) throws IOException {
    Map<String, List<String>> headers = new LinkedHashMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values));
    String query = exchange.getRequestURI().getRawQuery();
    return new SimRequest(
        exchange.getRequestMethod(),
        exchange.getRequestURI().getRawPath(),
        prefix,
        query == null ? "" : query,
        headers,
        exchange.getRequestBody().readAllBytes(),
        config.clock().instant());
  }

  private static void write(HttpExchange exchange, SimResponse answer) throws IOException {
    answer
        .headers()
        .forEach(header -> exchange.getResponseHeaders().add(header.name(), header.value()));
    byte[] body = answer.body();
    boolean head = exchange.getRequestMethod().equals("HEAD");
    if (head) {
      exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
    }
    if (body.length == 0 || head) {
      exchange.sendResponseHeaders(answer.status(), -1);
    } else {
      exchange.sendResponseHeaders(answer.status(), body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
