package dev.freehold.sandbox.cloudflare.analytics;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.sandbox.RateWindow;
import dev.freehold.sandbox.Routes;
import dev.freehold.sandbox.SimJson;
import dev.freehold.sandbox.SimRequest;
import dev.freehold.sandbox.SimResponse;
import dev.freehold.sandbox.State;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code POST /graphql} and {@code POST /accounts/{account}/analytics_engine/sql}. */
public final class Analytics {

  private final Usage usage;
  private final Facts facts;
  private final Predicate<String> knownAccount;
  private final RateWindow queries = new RateWindow(300, Duration.ofMinutes(5));

  public Analytics(State state, Predicate<String> knownAccount) {
    this.usage = new Usage(state);
    this.facts = new Facts(usage);
    this.knownAccount = knownAccount;
  }

  public void routes(Routes routes) {
    routes.on("POST", "/graphql", this::graph);
    routes.on("POST", "/accounts/{account}/analytics_engine/sql", this::sql);
  }

  /** Whether this call counts against the 300 queries and not against the 1,200 calls. */
  public static boolean isQuery(SimRequest request) {
    return request.path().equals("/graphql");
  }

  public void forget() {
    queries.clear();
  }

  /** Takes note of what came and what went. */
  public void sync(Stream<Resource> alive, Instant now) {
    usage.sync(alive, now);
  }

  /**
   * @return false = the platform never had a resource here
   */
  public boolean setUsage(
      String platformKey, Map<String, Long> metrics, LocalDate from, @Nullable LocalDate to) {
    return usage.set(new Usage.Setting(platformKey, from, to, Map.copyOf(metrics)));
  }

  private SimResponse graph(SimRequest request) {
    Optional<Duration> wait = queries.take(request.at());
    if (wait.isPresent()) {
      return error("rate limiter budget depleted, please try again after 5 minutes", 429)
          .header("Retry-After", Long.toString(wait.get().toSeconds()));
    }
    try {
      JsonNode body = request.json();
      var query = GraphDocument.parse(body.path("query").asText(), body.path("variables"));
      var answer = SimJson.object();
      answer.set("data", new GraphAnswer(facts, knownAccount, today(request)).data(query));
      answer.putNull("errors");
      return SimResponse.json(200, answer);
    } catch (AnalyticsError | DateTimeException e) {
      return error(String.valueOf(e.getMessage()), 200);
    } catch (UncheckedIOException e) {
      return error("request body is not JSON", 400);
    }
  }

  private SimResponse sql(SimRequest request) {
    if (!knownAccount.test(request.path("account"))) {
      return SimResponse.text(404, "text/plain", "account not found");
    }
    try {
      return SimResponse.json(
          200,
          new EngineSql(facts).answer(request.text(), request.path("account"), today(request)));
    } catch (AnalyticsError | DateTimeException e) {
      return SimResponse.text(422, "text/plain", String.valueOf(e.getMessage()));
    }
  }

  private static LocalDate today(SimRequest request) {
    return LocalDate.ofInstant(request.at(), ZoneOffset.UTC);
  }

  private static SimResponse error(String message, int status) {
    var answer = SimJson.object();
    answer.putNull("data");
    var error = answer.putArray("errors").addObject().put("message", message);
    error.putNull("path");
    error.putObject("extensions").put("code", status == 429 ? "budget" : "parser");
    return SimResponse.json(status, answer);
  }
}
