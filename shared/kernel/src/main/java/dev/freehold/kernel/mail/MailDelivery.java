package dev.freehold.kernel.mail;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.freehold.kernel.Json;
import dev.freehold.kernel.Scope;
import dev.freehold.kernel.SecretBox;
import dev.freehold.kernel.Swept;
import dev.freehold.kernel.Transactions;
import dev.freehold.kernel.outbox.Message;
import dev.freehold.kernel.outbox.Outbox;
import dev.freehold.kernel.signal.Metric;
import dev.freehold.kernel.signal.Metrics;
import dev.freehold.kernel.sql.Row;
import dev.freehold.kernel.sql.Sql;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Delivers what was asked for: claim the row, hand it to the provider, record. A crash in between
 * may send twice, never not.
 */
@ApplicationScoped
public class MailDelivery {

  /** A claim without an end for so long is taken for dead. */
  private static final Duration CLAIM = Duration.ofMinutes(5);

  private static final int RETRY_LIMIT = 200;

  /** {@code core.mail.reported}. */
  @RegisterForReflection
  public record MailReported(
      UUID mailId,
      @Nullable UUID userId,
      @Nullable String email,
      String event,
      @Nullable String error,
      Instant at) {}

  private record Queued(
      UUID id,
      MailRequest request,
      String status,
      int attempts,
      @Nullable Instant claimedAt,
      byte @Nullable [] secrets) {}

  private record Claimed(Queued mail, String email, MailTransport.Outgoing outgoing) {}

  private final Sql sql;
  private final Transactions transactions;
  private final Mail mail;
  private final MailReaders readers;
  private final UnsubscribeLinks unsubscribe;
  private final MailTemplates templates;
  private final Instance<MailTransport> transports;
  private final MailConfig config;
  private final SecretBox box;
  private final Outbox outbox;
  private final Clock clock;
  private final Metrics metrics;

  MailDelivery(
      Sql sql,
      Transactions transactions,
      Mail mail,
      MailReaders readers,
      UnsubscribeLinks unsubscribe,
      MailTemplates templates,
      Instance<MailTransport> transports,
      MailConfig config,
      SecretBox box,
      Outbox outbox,
      Clock clock,
      Metrics metrics) {
    this.sql = sql;
    this.transactions = transactions;
    this.mail = mail;
    this.readers = readers;
    this.unsubscribe = unsubscribe;
    this.templates = templates;
    this.transports = transports;
    this.config = config;
    this.box = box;
    this.outbox = outbox;
    this.clock = clock;
    this.metrics = metrics;
  }

  /** Safe to repeat: a mail that is sent, given up or being sent is left as it is. */
  public void send(UUID mailId) {
    Optional<Claimed> claimed =
        transactions.inScope(Scope.operator(), () -> lock(mailId).flatMap(this::claim));
    if (claimed.isEmpty()) {
      return;
    }
    String providerId;
    try {
      providerId = transport().send(claimed.get().outgoing());
    } catch (MailTransport.OverRate tooMany) {
      transactions.run(Scope.operator(), () -> offerLater(mailId));
      return;
    } catch (RuntimeException failure) {
      boolean isLast = claimed.get().mail().attempts() + 1 >= config.maxAttempts();
      transactions.run(Scope.operator(), () -> recordFailure(claimed.get(), failure, isLast));
      metrics.count(Metric.MAIL_FAILED, isLast ? 1 : 0);
      return;
    }
    transactions.run(Scope.operator(), () -> recordSent(claimed.get(), providerId));
  }

  private MailTransport transport() {
    return transports.stream()
        .filter(t -> t.provider().equals(config.transport()))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no mail transport " + config.transport()));
  }

  private Optional<Queued> lock(UUID id) {
    return sql.first(
        "SELECT * FROM core.mail_messages WHERE id = ? FOR UPDATE", MailDelivery::queued, id);
  }

  private static Queued queued(Row row) {
    Map<String, String> params =
        Json.mapper().convertValue(row.json("params"), new TypeReference<>() {});
    return new Queued(
        row.uuid("id"),
        new MailRequest(
            row.text("template"),
            row.text("category"),
            row.textOrNull("to_email"),
            row.uuidOrNull("user_id"),
            row.textOrNull("permission"),
            row.uuidOrNull("organization_id"),
            row.textOrNull("locale"),
            params,
            Map.of(),
            row.textOrNull("dedup_key"),
            row.instantOrNull("expires_at")),
        row.text("status"),
        row.intValue("attempts"),
        row.instantOrNull("claimed_at"),
        row.bytesOrNull("secret_params_encrypted"));
  }

  private Optional<Claimed> claim(Queued queued) {
    Instant now = clock.instant();
    boolean isClaimed = queued.status().equals("sending");
    if (!queued.status().equals("queued") && !isClaimed) {
      return Optional.empty();
    }
    if (isClaimed && queued.claimedAt() != null && queued.claimedAt().plus(CLAIM).isAfter(now)) {
      return Optional.empty();
    }
    MailRequest request = queued.request();
    if (request.expiresAt() != null && !request.expiresAt().isAfter(now)) {
      return skip(queued, "expired");
    }
    if (request.toEmail() == null && request.userId() == null) {
      return fanOut(queued, now);
    }
    String email = request.toEmail();
    if (email != null && !readers.takes(email, request.category())) {
      return skip(queued, "undeliverable");
    }
    String locale = request.locale();
    var params = new HashMap<>(request.params());
    params.putAll(secrets(queued));
    params.putIfAbsent("readerName", "");
    if (email == null) {
      var reader = readers.of(request, now).stream().findFirst();
      if (reader.isEmpty()) {
        return skip(queued, "no_reader");
      }
      if (!reader.get().subscribed()) {
        return skip(queued, "unsubscribed");
      }
      if (!reader.get().deliverable()) {
        return skip(queued, "undeliverable");
      }
      email = reader.get().email();
      locale = locale == null ? reader.get().locale() : locale;
      params.put("readerName", reader.get().name() == null ? "" : reader.get().name());
    }
    var rendered = templates.render(request.template(), locale, params);
    markSending(queued.id(), now);
    return Optional.of(
        new Claimed(
            queued,
            email,
            new MailTransport.Outgoing(
                queued.id(),
                email,
                request.template(),
                rendered.subject(),
                rendered.text(),
                rendered.html(),
                unsubscribe.headers(request))));
  }

  private void markSending(UUID id, Instant now) {
    sql.update(
        """
        UPDATE core.mail_messages
        SET status = 'sending', attempts = attempts + 1, claimed_at = ?, next_attempt_at = ?
        WHERE id = ?
        """,
        now,
        now.plus(CLAIM),
        id);
  }

  private Map<String, String> secrets(Queued queued) {
    return queued.secrets() == null
        ? Map.of()
        : Json.mapper()
            .convertValue(
                Json.tree(box.openText(queued.secrets(), Mail.TABLE, Mail.SECRETS, queued.id())),
                new TypeReference<>() {});
  }

  /** One row and one command for each reader; the asked-for row is done with that. */
  private Optional<Claimed> fanOut(Queued queued, Instant now) {
    MailRequest asked = queued.request();
    List<MailReaders.Reader> found = readers.of(asked, now);
    if (found.isEmpty()) {
      return skip(queued, "no_reader");
    }
    Map<String, String> secrets = secrets(queued);
    for (MailReaders.Reader reader : found) {
      mail.request(
          new MailRequest(
              asked.template(),
              asked.category(),
              null,
              reader.userId(),
              null,
              asked.organizationId(),
              asked.locale(),
              asked.params(),
              secrets,
              queued.id() + "/" + reader.userId(),
              asked.expiresAt()),
          queued.id());
    }
    sql.update(
        """
        UPDATE core.mail_messages
        SET status = 'sent', sent_at = ?, secret_params_encrypted = NULL WHERE id = ?
        """,
        now,
        queued.id());
    return Optional.empty();
  }

  private Optional<Claimed> skip(Queued queued, String reason) {
    sql.update(
        """
        UPDATE core.mail_messages
        SET status = 'skipped', skip_reason = ?, secret_params_encrypted = NULL WHERE id = ?
        """,
        reason,
        queued.id());
    return Optional.empty();
  }

  private void recordSent(Claimed claimed, String providerId) {
    Instant now = clock.instant();
    int changed =
        sql.update(
            """
            UPDATE core.mail_messages
            SET status = 'sent', sent_at = ?, provider = ?, provider_message_id = ?,
                secret_params_encrypted = NULL, last_error = NULL
            WHERE id = ? AND status = 'sending'
            """,
            now,
            config.transport(),
            providerId,
            claimed.mail().id());
    if (changed == 1) {
      report(claimed, "sent", null, now);
    }
  }

  private void recordFailure(Claimed claimed, RuntimeException failure, boolean isLast) {
    Instant now = clock.instant();
    int attempt = claimed.mail().attempts() + 1;
    String error = String.valueOf(failure.getMessage());
    sql.update(
        """
        UPDATE core.mail_messages
        SET status = ?, next_attempt_at = ?, last_error = ?, claimed_at = NULL,
            secret_params_encrypted = CASE WHEN ? THEN NULL ELSE secret_params_encrypted END
        WHERE id = ? AND status = 'sending'
        """,
        isLast ? "failed" : "queued",
        // 30 s, 2 min, 8 min …: 30 s · 4ⁿ.
        now.plusSeconds(30L << (2 * (attempt - 1))),
        error.substring(0, Math.min(error.length(), 500)),
        isLast,
        claimed.mail().id());
    if (isLast) {
      report(claimed, "failed", error, now);
    }
  }

  /** Not a try of the mail's: each comes back at another second, so that not all do at once. */
  private void offerLater(UUID mailId) {
    Instant now = clock.instant();
    Instant again = now.plusSeconds(5 + Math.floorMod(mailId.hashCode(), 26));
    sql.update(
        """
        UPDATE core.mail_messages
        SET status = 'queued', attempts = attempts - 1, claimed_at = NULL, next_attempt_at = ?
        WHERE id = ? AND status = 'sending'
        """,
        again.plusSeconds(60),
        mailId);
    outbox.send(
        Message.command("core-send-mail").data(new Mail.SendMail(mailId)).availableAt(again));
  }

  private void report(Claimed claimed, String event, @Nullable String error, Instant now) {
    MailRequest request = claimed.mail().request();
    outbox.send(
        Message.event("core.mail.reported")
            .organization(request.organizationId())
            .data(
                new MailReported(
                    claimed.mail().id(), request.userId(), claimed.email(), event, error, now)));
  }

  /** Asks again for what is due: a lost command, a failed try, a dead claim. */
  public Swept retry() {
    Instant now = clock.instant();
    return transactions.requiresNew(
        () -> {
          List<UUID> due =
              sql.list(
                  """
                  UPDATE core.mail_messages SET next_attempt_at = ?
                  WHERE id IN (
                    SELECT id FROM core.mail_messages
                    WHERE status IN ('queued', 'sending') AND next_attempt_at <= ?
                    ORDER BY next_attempt_at LIMIT ? FOR UPDATE SKIP LOCKED)
                  RETURNING id
                  """,
                  row -> row.uuid("id"),
                  now.plus(CLAIM),
                  now,
                  RETRY_LIMIT);
          due.forEach(
              id -> outbox.send(Message.command("core-send-mail").data(new Mail.SendMail(id))));
          return new Swept(due.size(), due.size() == RETRY_LIMIT, nextDueAt());
        });
  }

  private @Nullable Instant nextDueAt() {
    return sql.one(
            """
            SELECT min(next_attempt_at) AS due FROM core.mail_messages
            WHERE status IN ('queued', 'sending')
            """,
            row -> Optional.ofNullable(row.instantOrNull("due")))
        .orElse(null);
  }
}
