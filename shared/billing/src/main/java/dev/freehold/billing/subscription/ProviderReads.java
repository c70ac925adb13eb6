package dev.freehold.billing.subscription;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.kernel.Json;
import dev.freehold.kernel.Scope;
import dev.freehold.kernel.Transactions;
import dev.freehold.kernel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Orders reads of the provider's objects. A ticket is drawn before the read; a row remembers the
 * ticket it shows, and an older one does not write. A read with a later ticket began after every
 * event with an earlier one had arrived, so it shows what that event told. Times would not do: two
 * reads can begin within one millisecond.
 */
@ApplicationScoped
public class ProviderReads {

  /** The right to write what is read after it was drawn. */
  public record Ticket(long seq, Instant at) {}

  private final Transactions transactions;
  private final Sql sql;
  private final Clock clock;

  ProviderReads(Transactions transactions, Sql sql, Clock clock) {
    this.transactions = transactions;
    this.sql = sql;
    this.clock = clock;
  }

  /** Drawn before the read begins. */
  public Ticket draw() {
    return transactions.inScope(
        Scope.none(),
        () ->
            new Ticket(
                sql.one(
                    "SELECT nextval('billing.provider_reads') AS seq", row -> row.longValue("seq")),
                clock.instant()));
  }

  /** Remembers what the row shows now. The version is not touched: nobody outside sees this. */
  void remember(Ticket ticket, UUID subscriptionId, JsonNode raw, @Nullable Instant eventAt) {
    sql.update(
        """
        UPDATE billing.subscriptions SET provider_read_at = ?, provider_read_seq = ?, raw = ?,
          provider_event_at = greatest(provider_event_at, ?)
        WHERE id = ?
        """,
        ticket.at(),
        ticket.seq(),
        Json.param(raw),
        eventAt,
        subscriptionId);
  }
}
