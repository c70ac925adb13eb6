package dev.freehold.kernel.mail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freehold.kernel.Ids;
import dev.freehold.kernel.Json;
import dev.freehold.kernel.outbox.Message;
import dev.freehold.kernel.outbox.Outbox;
import dev.freehold.kernel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the provider says of mails it took: SES' events, by SNS, or raw. */
@ApplicationScoped
public class MailReports {

  private record Reported(
      UUID mailId,
      @Nullable UUID organizationId,
      @Nullable UUID userId,
      @Nullable String email,
      String status) {}

  private final Sql sql;
  private final Outbox outbox;
  private final Clock clock;
  private final Ids ids;

  MailReports(Sql sql, Outbox outbox, Clock clock, Ids ids) {
    this.sql = sql;
    this.outbox = outbox;
    this.clock = clock;
    this.ids = ids;
  }

  /**
   * Stores the notification by its own id, then applies it. A repeat changes nothing; of several
   * reports about one mail the gravest stands, whatever their order.
   *
   * @param notification SNS' envelope, or the event itself
   */
  @Transactional
  public void record(String notification) {
    JsonNode outer = Json.readLenient(notification, JsonNode.class);
    JsonNode event =
        outer.path("Message").isTextual()
            ? Json.readLenient(outer.get("Message").asText(), JsonNode.class)
            : outer;
    String type =
        event
            .path("eventType")
            .asText(event.path("notificationType").asText(""))
            .toLowerCase(Locale.ROOT);
    String providerId = event.path("mail").path("messageId").asText("");
    String eventId = outer.path("MessageId").asText(providerId + '/' + type);
    if (type.isEmpty() || providerId.isEmpty()) {
      throw new IllegalArgumentException("not a mail provider's notification");
    }
    forgetHeaders(event);
    Instant now = clock.instant();
    Optional<String> state = state(type, event);
    int stored =
        sql.update(
            """
            INSERT INTO core.mail_events
              (id, provider, provider_event_id, type, provider_message_id, payload, status,
               attempts, processed_at, created_at)
            VALUES (?, 'ses', ?, ?, ?, ?::jsonb, ?, 1, ?, ?)
            ON CONFLICT (provider, provider_event_id) DO NOTHING
            """,
            ids.next(),
            eventId,
            type,
            providerId,
            Json.write(event),
            state.isPresent() ? "processed" : "ignored",
            now,
            now);
    if (stored == 1) {
      state.ifPresent(s -> apply(providerId, s, now));
    }
  }

  /** SES repeats those of the mail; a subject may hold a code that still works. */
  private static void forgetHeaders(JsonNode event) {
    if (event.path("mail") instanceof ObjectNode mail) {
      mail.remove(List.of("headers", "commonHeaders"));
    }
  }

  /** What the report makes of the mail; a transient bounce and anything else make nothing. */
  private static Optional<String> state(String type, JsonNode event) {
    return switch (type) {
      case "delivery" -> Optional.of("delivered");
      case "complaint" -> Optional.of("complained");
      case "bounce" ->
          event.path("bounce").path("bounceType").asText("").equalsIgnoreCase("permanent")
              ? Optional.of("bounced")
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  private void apply(String providerId, String state, Instant now) {
    sql.first(
            """
            UPDATE core.mail_messages m SET status = ?, reported_at = ?
            WHERE provider_message_id = ?
              AND array_position(ARRAY['sent', 'delivered', 'bounced', 'complained'], status)
                < array_position(ARRAY['sent', 'delivered', 'bounced', 'complained'], ?)
            RETURNING id, organization_id, user_id, to_email, status
            """,
            row ->
                new Reported(
                    row.uuid("id"),
                    row.uuidOrNull("organization_id"),
                    row.uuidOrNull("user_id"),
                    row.textOrNull("to_email"),
                    row.text("status")),
            state,
            now,
            providerId,
            state)
        .ifPresent(
            mail ->
                outbox.send(
                    Message.event("core.mail.reported")
                        .organization(mail.organizationId())
                        .data(
                            new MailDelivery.MailReported(
                                mail.mailId(),
                                mail.userId(),
                                mail.email(),
                                mail.status(),
                                null,
                                now))));
  }
}
