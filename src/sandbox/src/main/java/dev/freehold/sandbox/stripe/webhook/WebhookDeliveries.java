package dev.freehold.sandbox.stripe.webhook;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freehold.sandbox.SimContext;
import dev.freehold.sandbox.SimJson;
import dev.freehold.sandbox.State;
import dev.freehold.sandbox.Table;
import dev.freehold.sandbox.stripe.api.Nodes;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Posts each event until it is answered with 2xx: at once, after 1, 5 and 30 minutes, then hourly,
 * for three days. A delivery in the air is already planned again, so that one whose process died
 * comes back.
 */
public final class WebhookDeliveries {

  private static final List<Duration> BACKOFF =
      List.of(Duration.ofMinutes(1), Duration.ofMinutes(5), Duration.ofMinutes(30));
  private static final Duration LATER = Duration.ofHours(1);
  private static final Duration GIVEN_UP_AFTER = Duration.ofDays(3);
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final String SETTINGS = "settings";
  private static final String ENDPOINT = "endpoint";

  /**
   * One event on its way.
   *
   * @param since when it was first tried; until then, when it happened
   */
  public record Delivery(
      String eventId, byte[] body, long sequence, Instant since, Instant dueAt, int tries) {}

  /** What the endpoint asked for; empty = all. */
  public record Types(Set<String> types) {
    boolean ask(String type) {
      return types.isEmpty() || types.contains(type);
    }
  }

  private final SimContext context;
  private volatile @Nullable WebhookEndpoint endpoint;
  private final Table<Delivery> waiting;
  private final Table<DeliverySettings> settings;
  private final Table<Types> registered;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  public WebhookDeliveries(SimContext context, State state) {
    this.context = context;
    this.waiting = state.table("deliveries", Delivery.class);
    this.settings = state.table("delivery_settings", DeliverySettings.class);
    this.registered = state.table("endpoint_types", Types.class);
  }

  /**
   * From now on events go to {@code chosen}. Said again after every start: the port may be another.
   * Until then they wait.
   */
  public void sendTo(WebhookEndpoint chosen) {
    endpoint = chosen;
    registered.put(ENDPOINT, new Types(chosen.types()));
  }

  /** After a reset, which forgets all rows. */
  public void restore() {
    if (endpoint instanceof WebhookEndpoint chosen) {
      sendTo(chosen);
    }
  }

  /** Whether there was ever an endpoint: without one, events are only kept. */
  public boolean isConfigured() {
    return registered.has(ENDPOINT);
  }

  public boolean isPending(String eventId) {
    return waiting.has(eventId);
  }

  public DeliverySettings settings() {
    return settings.find(SETTINGS).orElse(DeliverySettings.USUAL);
  }

  public void set(DeliverySettings chosen) {
    settings.put(SETTINGS, chosen);
  }

  void enqueue(ObjectNode event, Instant at) {
    if (registered.find(ENDPOINT).filter(one -> one.ask(Nodes.text(event, "type"))).isEmpty()) {
      return;
    }
    long sequence = waiting.stream().mapToLong(Delivery::sequence).max().orElse(0) + 1;
    waiting.put(
        Nodes.id(event), new Delivery(Nodes.id(event), SimJson.bytes(event), sequence, at, at, 0));
  }

  /** Nothing is due while held. */
  public Optional<Instant> nextDueAt() {
    return isQuiet()
        ? Optional.empty()
        : waiting.stream().map(Delivery::dueAt).min(Comparator.naturalOrder());
  }

  /** How many events are not yet answered with 2xx. */
  public int pending() {
    return waiting.size();
  }

  /**
   * Sends what is due after the change under way.
   *
   * @return how many events are sent
   */
  public int send(Instant now) {
    if (isQuiet()) {
      return 0;
    }
    List<Delivery> due = waiting.stream().filter(one -> !one.dueAt().isAfter(now)).toList();
    List<Delivery> ordered = inOrder(due);
    due.forEach(one -> plan(one, now));
    int copies = settings().copies();
    if (!ordered.isEmpty()) {
      context.after(() -> ordered.forEach(one -> post(one, copies)));
    }
    return ordered.size();
  }

  private boolean isQuiet() {
    return endpoint == null || settings().hold();
  }

  private List<Delivery> inOrder(List<Delivery> due) {
    var ordered = new ArrayList<>(due);
    ordered.sort(Comparator.comparingLong(Delivery::sequence));
    switch (settings().order()) {
      case CREATED -> {}
      case REVERSED -> Collections.reverse(ordered);
      case SHUFFLED -> Collections.shuffle(ordered, new Random());
    }
    return ordered;
  }

  private void plan(Delivery one, Instant now) {
    Instant next = now.plus(one.tries() < BACKOFF.size() ? BACKOFF.get(one.tries()) : LATER);
    Instant since = one.tries() == 0 ? now : one.since();
    if (next.isAfter(since.plus(GIVEN_UP_AFTER))) {
      waiting.remove(one.eventId());
    } else {
      waiting.put(
          one.eventId(),
          new Delivery(one.eventId(), one.body(), one.sequence(), since, next, one.tries() + 1));
    }
  }

  private void post(Delivery one, int copies) {
    boolean delivered = false;
    for (int copy = 0; copy < copies; copy++) {
      delivered |= post(one.body());
    }
    if (delivered) {
      context.change(
          () -> {
            waiting.remove(one.eventId());
            return true;
          });
    }
  }

  private boolean post(byte[] body) {
    WebhookEndpoint to = endpoint;
    if (to == null) {
      return false;
    }
    HttpRequest request =
        HttpRequest.newBuilder(to.url())
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json; charset=utf-8")
            .header("User-Agent", "Stripe/1.0 (+https://stripe.com/docs/webhooks)")
            .header("Stripe-Signature", WebhookSignature.header(body, to.secret(), context.now()))
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    try {
      int status = http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
      return status >= 200 && status < 300;
    } catch (IOException e) {
      return false; // Not reached is not answered with 2xx.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
