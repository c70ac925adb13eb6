package dev.freehold.billing.event;

import dev.freehold.billing.BillingRefusal;
import dev.freehold.kernel.Call;
import dev.freehold.kernel.KernelRefusal;
import dev.freehold.kernel.PageRequest;
import dev.freehold.kernel.audit.Audit;
import dev.freehold.kernel.audit.AuditEntry;
import dev.freehold.kernel.outbox.Message;
import dev.freehold.kernel.outbox.Outbox;
import dev.freehold.kernel.sql.Row;
import dev.freehold.kernel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Received events as operators see them, and their replay. In operator scope. */
@ApplicationScoped
public class PaymentEventService {

  /** Which events are asked for; null = any. The times are those of the receipt. */
  public record Filter(
      @Nullable String provider,
      @Nullable EventStatus status,
      @Nullable String type,
      @Nullable String objectId,
      @Nullable Instant from,
      @Nullable Instant to) {}

  private static final String COLUMNS =
      """
      id, provider, provider_event_id, type, api_version, livemode, object_type, object_id,
      event_created_at, received_at, status, outcome, attempts, next_attempt_at, last_error,
      processed_at, organization_id, subscription_id, replay_count
      """;

  private final Sql sql;
  private final Outbox outbox;
  private final Audit audit;
  private final Clock clock;

  PaymentEventService(Sql sql, Outbox outbox, Audit audit, Clock clock) {
    this.sql = sql;
    this.outbox = outbox;
    this.audit = audit;
    this.clock = clock;
  }

  /** Newest first; one row more than the page holds where there are more. */
  @Transactional
  public List<PaymentEventView> list(Filter filter, PageRequest page) {
    var after = page.afterId(0);
    var status = filter.status() == null ? null : filter.status().word();
    return sql.list(
        "SELECT "
            + COLUMNS
            + """
            FROM billing.payment_events
            WHERE (?::text IS NULL OR provider = ?) AND (?::text IS NULL OR status = ?)
              AND (?::text IS NULL OR type = ?) AND (?::text IS NULL OR object_id = ?)
              AND (?::timestamptz IS NULL OR received_at >= ?)
              AND (?::timestamptz IS NULL OR received_at < ?)
              AND (?::uuid IS NULL OR id < ?)
            ORDER BY id DESC LIMIT ?
            """,
        PaymentEventService::read,
        filter.provider(),
        filter.provider(),
        status,
        status,
        filter.type(),
        filter.type(),
        filter.objectId(),
        filter.objectId(),
        filter.from(),
        filter.from(),
        filter.to(),
        filter.to(),
        after,
        after,
        page.limit() + 1);
  }

  /**
   * Begins an event anew, whatever came of it; what it did once it does not do again.
   *
   * @throws dev.freehold.kernel.Refusal {@code NOT_FOUND}, {@code EVENT_IN_PROGRESS}
   */
  @Transactional
  public PaymentEventView replay(UUID id) {
    var before = lock(id).orElseThrow(() -> KernelRefusal.notFound("payment event"));
    if (before.status() == EventStatus.PROCESSING) {
      throw BillingRefusal.EVENT_IN_PROGRESS.because("the event is being processed");
    }
    sql.update(
        """
        UPDATE billing.payment_events
        SET status = 'received', outcome = NULL, attempts = 0, last_error = NULL,
            processed_at = NULL, claimed_at = NULL, next_attempt_at = ?,
            replay_count = replay_count + 1, replayed_by = ?
        WHERE id = ?
        """,
        clock.instant(),
        Call.current().scope().userId(),
        id);
    outbox.send(
        Message.command("billing-process-payment-event")
            .data(new ReceivedEvents.ProcessPaymentEvent(id)));
    audit.add(
        AuditEntry.of("billing", "payment_event.replay", "payment_event", id)
            .organization(before.organizationId())
            .before(Map.of("status", before.status().word()))
            .after(Map.of("status", EventStatus.RECEIVED.word())));
    return lock(id).orElseThrow();
  }

  private Optional<PaymentEventView> lock(UUID id) {
    return sql.first(
        "SELECT " + COLUMNS + " FROM billing.payment_events WHERE id = ? FOR UPDATE",
        PaymentEventService::read,
        id);
  }

  private static PaymentEventView read(Row row) {
    return new PaymentEventView(
        row.uuid("id"),
        row.text("provider"),
        row.text("provider_event_id"),
        row.text("type"),
        row.textOrNull("api_version"),
        row.bool("livemode"),
        row.textOrNull("object_type"),
        row.textOrNull("object_id"),
        row.instant("event_created_at"),
        row.instant("received_at"),
        EventStatus.valueOf(row.text("status").toUpperCase(Locale.ROOT)),
        row.textOrNull("outcome"),
        row.intValue("attempts"),
        row.instantOrNull("next_attempt_at"),
        row.textOrNull("last_error"),
        row.instantOrNull("processed_at"),
        row.uuidOrNull("organization_id"),
        row.uuidOrNull("subscription_id"),
        row.intValue("replay_count"),
        null);
  }
}
