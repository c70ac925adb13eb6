package dev.freehold.kernel.edge;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.kernel.Call;
import dev.freehold.kernel.Hashes;
import dev.freehold.kernel.Ids;
import dev.freehold.kernel.Json;
import dev.freehold.kernel.KernelRefusal;
import dev.freehold.kernel.Transactions;
import dev.freehold.kernel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The first successful answer of a POST, kept with the change that made it: a refusal leaves
 * nothing, a repeat gets the answer, another request under the same key is refused.
 */
@ApplicationScoped
public class IdempotencyKeys {

  /** An answer as it was given; secrets in the body are null. */
  public record Stored(int status, Map<String, String> headers, @Nullable String body) {}

  /**
   * Whose key, for which request.
   *
   * @param caller {@code user:}, {@code key:} or {@code client:} and its id
   * @param requestHash SHA-256 of method, path, query and body
   */
  public record Key(
      String caller,
      String key,
      String operation,
      @Nullable UUID organizationId,
      byte[] requestHash) {}

  private record Found(
      byte[] hash,
      boolean done,
      @Nullable UUID reference,
      @Nullable Instant lockedUntil,
      @Nullable Stored stored) {}

  private final Sql sql;
  private final Transactions transactions;
  private final IdempotencyConfig config;
  private final Clock clock;
  private final Ids ids;

  IdempotencyKeys(
      Sql sql, Transactions transactions, IdempotencyConfig config, Clock clock, Ids ids) {
    this.sql = sql;
    this.transactions = transactions;
    this.config = config;
    this.clock = clock;
    this.ids = ids;
  }

  /**
   * Locks the key until the transaction ends.
   *
   * @return the earlier answer, or empty: the operation is to run and {@link #store} to follow
   * @throws dev.freehold.kernel.Refusal {@code IDEMPOTENCY_IN_PROGRESS} while another call holds
   *     the key, {@code IDEMPOTENCY_KEY_REUSED} when the request is another one
   */
  public Optional<Stored> claim(Key key) {
    var found = lockAndFind(key).flatMap(f -> f);
    if (found.isPresent() && !found.get().done()) {
      throw inProgress();
    }
    return found.map(Found::stored);
  }

  /**
   * For an operation that calls outside: in a transaction of its own, keeps the id of the row the
   * provider's key is made from, so that a repeat goes on with it.
   *
   * @return the earlier answer, or the reference to work with
   */
  public Claim claimReference(Key key) {
    return transactions.requiresNew(() -> reference(key));
  }

  /** Exactly one is set. */
  public record Claim(@Nullable Stored stored, @Nullable UUID reference) {}

  private Claim reference(Key key) {
    var found = lockAndFind(key).flatMap(f -> f);
    Instant now = clock.instant();
    if (found.isEmpty()) {
      UUID reference = ids.next();
      insert(key, "running", reference, now.plus(config.lease()), null);
      return new Claim(null, reference);
    }
    Found earlier = found.get();
    if (earlier.done()) {
      return new Claim(earlier.stored(), null);
    }
    if (earlier.lockedUntil() != null && earlier.lockedUntil().isAfter(now)) {
      throw inProgress();
    }
    sql.update(
        "UPDATE core.idempotency_keys SET locked_until = ? WHERE caller = ? AND key = ?",
        now.plus(config.lease()),
        key.caller(),
        key.key());
    return new Claim(null, earlier.reference());
  }

  private static RuntimeException inProgress() {
    return KernelRefusal.IDEMPOTENCY_IN_PROGRESS.because("a call with this key still runs");
  }

  /** Outer empty: never; inner empty: no row yet. */
  private Optional<Optional<Found>> lockAndFind(Key key) {
    long lock = ByteBuffer.wrap(Hashes.sha256(key.caller() + '\n' + key.key())).getLong();
    var locked =
        sql.one(
            """
            SELECT pg_try_advisory_xact_lock(?) AS got, k.request_hash, k.status, k.reference,
                   k.locked_until, k.response_status, k.response_headers::text AS headers,
                   k.response_body::text AS body
            FROM (SELECT 1) one
            LEFT JOIN core.idempotency_keys k
              ON k.caller = ? AND k.key = ? AND k.expires_at > ?
            """,
            row ->
                row.bool("got")
                    ? Optional.of(
                        row.isNull("status")
                            ? Optional.<Found>empty()
                            : Optional.of(
                                new Found(
                                    row.bytes("request_hash"),
                                    row.text("status").equals("done"),
                                    row.uuidOrNull("reference"),
                                    row.instantOrNull("locked_until"),
                                    stored(row))))
                    : Optional.<Optional<Found>>empty(),
            lock,
            key.caller(),
            key.key(),
            clock.instant());
    if (locked.isEmpty()) {
      throw inProgress();
    }
    locked
        .get()
        .filter(f -> !Arrays.equals(f.hash(), key.requestHash()))
        .ifPresent(
            f -> {
              throw KernelRefusal.IDEMPOTENCY_KEY_REUSED.because(
                  "the key was used for another request");
            });
    return locked;
  }

  private static @Nullable Stored stored(dev.freehold.kernel.sql.Row row) {
    Integer status = row.intOrNull("response_status");
    if (status == null) {
      return null;
    }
    JsonNode headers = Json.tree(row.text("headers"));
    var map = new java.util.LinkedHashMap<String, String>();
    headers.properties().forEach(e -> map.put(e.getKey(), e.getValue().asText()));
    return new Stored(status, map, row.textOrNull("body"));
  }

  /** With the change itself: in its transaction. */
  public void store(Key key, Stored answer) {
    insert(key, "done", null, null, answer);
  }

  private void insert(
      Key key,
      String status,
      @Nullable UUID reference,
      @Nullable Instant lockedUntil,
      @Nullable Stored answer) {
    Instant now = clock.instant();
    sql.update(
        """
        INSERT INTO core.idempotency_keys AS k
          (caller, key, operation, organization_id, request_hash, status, reference, locked_until,
           response_status, response_headers, response_body, expires_at, created_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?::jsonb, ?, ?)
        ON CONFLICT (caller, key) DO UPDATE
        SET operation = excluded.operation, organization_id = excluded.organization_id,
            request_hash = excluded.request_hash, status = excluded.status,
            reference = coalesce(excluded.reference, k.reference),
            locked_until = excluded.locked_until, response_status = excluded.response_status,
            response_headers = excluded.response_headers, response_body = excluded.response_body,
            expires_at = excluded.expires_at
        """,
        key.caller(),
        key.key(),
        key.operation(),
        key.organizationId(),
        key.requestHash(),
        status,
        reference,
        lockedUntil,
        answer == null ? null : answer.status(),
        answer == null ? null : Json.write(answer.headers()),
        answer == null ? null : answer.body(),
        now.plus(config.retention()),
        now);
  }

  /** Deletes what is past its retention; at most {@code limit} rows. */
  public int purge(int limit) {
    return Call.current()
        .supply(
            () ->
                sql.update(
                    """
                    DELETE FROM core.idempotency_keys WHERE (caller, key) IN (
                      SELECT caller, key FROM core.idempotency_keys WHERE expires_at <= ? LIMIT ?)
                    """,
                    clock.instant(),
                    limit));
  }
}
