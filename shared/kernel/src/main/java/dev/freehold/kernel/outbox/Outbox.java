package dev.freehold.kernel.outbox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.kernel.Call;
import dev.freehold.kernel.Closing;
import dev.freehold.kernel.CommittedMessage;
import dev.freehold.kernel.Ids;
import dev.freehold.kernel.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Messages that leave if, and only if, the current transaction commits. */
@ApplicationScoped
public class Outbox {

  /** The longest delay a queue takes; what is due later waits in the table. */
  static final Duration MAX_DELAY = Duration.ofMinutes(15);

  private final Closing closing;
  private final OutboxConfig config;
  private final Clock clock;
  private final Ids ids;

  Outbox(Closing closing, OutboxConfig config, Clock clock, Ids ids) {
    this.closing = closing;
    this.config = config;
    this.clock = clock;
    this.ids = ids;
  }

  /**
   * @return the message's id
   * @throws IllegalStateException outside a transaction
   */
  public UUID send(Message message) {
    Call call = Call.current();
    Instant now = clock.instant();
    Instant available = Objects.requireNonNullElse(message.availableAt(), now);
    Instant handOver = available.minus(MAX_DELAY);
    UUID id = ids.next();
    UUID organization =
        message.organizationId() == null ? call.scope().organizationId() : message.organizationId();
    JsonNode payload = Json.tree(message.data());
    var envelope =
        new Envelope(
            id,
            message.type(),
            now,
            organization,
            message.platformId(),
            call.requestId(),
            call.traceparent(),
            payload);
    closing.addMessage(
        new CommittedMessage(
            id,
            message.kind() == Message.Kind.COMMAND,
            message.type(),
            available,
            Json.write(envelope)),
        new Row(
            id,
            message.kind().name().toLowerCase(Locale.ROOT),
            message.topic(),
            message.type(),
            organization,
            message.platformId(),
            call.requestId(),
            call.traceparent(),
            payload,
            available,
            0,
            handOver.isAfter(now) ? handOver : now.plus(config.grace()),
            now));
    return id;
  }

  /** A row of core.outbox, its columns by Jackson's snake case. */
  @com.fasterxml.jackson.databind.annotation.JsonNaming(
      com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy.class)
  @io.quarkus.runtime.annotations.RegisterForReflection
  record Row(
      UUID id,
      String kind,
      String topic,
      String type,
      @Nullable UUID organizationId,
      @Nullable UUID platformId,
      String requestId,
      @Nullable String traceparent,
      JsonNode payload,
      Instant availableAt,
      int attempts,
      Instant nextAttemptAt,
      Instant createdAt) {}
}
