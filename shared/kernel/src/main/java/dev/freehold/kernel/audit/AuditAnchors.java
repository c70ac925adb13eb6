package dev.freehold.kernel.audit;

import dev.freehold.kernel.Ids;
import dev.freehold.kernel.Json;
import dev.freehold.kernel.Swept;
import dev.freehold.kernel.Transactions;
import dev.freehold.kernel.signal.Metric;
import dev.freehold.kernel.signal.Metrics;
import dev.freehold.kernel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;

/** Writes heads that moved to an object that nobody can change, once a day. */
@ApplicationScoped
public class AuditAnchors {

  /** Organizations a run; the rest is left to the next. */
  private static final int LIMIT = 10_000;

  /** Where anchors are kept, under Object Lock. Made by the function on the object store. */
  public interface AnchorStore {
    void put(String key, byte[] content);
  }

  private record Moved(UUID organizationId, long seq, byte[] hash) {}

  private final Sql sql;
  private final Transactions transactions;
  private final Clock clock;
  private final Ids ids;
  private final Metrics metrics;

  AuditAnchors(Sql sql, Transactions transactions, Clock clock, Ids ids, Metrics metrics) {
    this.sql = sql;
    this.transactions = transactions;
    this.clock = clock;
    this.ids = ids;
    this.metrics = metrics;
  }

  /**
   * One object for all heads of a run. Stored first, recorded afterwards: a crash in between leaves
   * an object too many, never a record without one.
   */
  public Swept anchor(AnchorStore store) {
    Instant now = clock.instant();
    List<Moved> moved =
        transactions.requiresNew(
            () ->
                sql.list(
                    """
                    SELECT organization_id, seq, hash FROM core.audit_heads
                    WHERE anchored_seq < seq ORDER BY organization_id LIMIT ?
                    """,
                    row ->
                        new Moved(
                            row.uuid("organization_id"), row.longValue("seq"), row.bytes("hash")),
                    LIMIT));
    if (moved.isEmpty()) {
      // The newest anchor still says all there is to say.
      metrics.count(Metric.AUDIT_ANCHORED, 1);
      return new Swept(0, false, null);
    }
    String key = "anchors/%s/%s.json".formatted(now.toString().substring(0, 10), ids.next());
    store.put(
        key,
        Json.mapper()
            .valueToTree(document(now, moved))
            .toString()
            .getBytes(java.nio.charset.StandardCharsets.UTF_8));
    transactions.requiresNew(() -> record(key, now, moved));
    metrics.count(Metric.AUDIT_ANCHORED, 1);
    return new Swept(moved.size(), moved.size() == LIMIT, null);
  }

  private static Object document(Instant now, List<Moved> moved) {
    var heads = new LinkedHashMap<String, Object>();
    for (Moved head : moved) {
      heads.put(
          head.organizationId().toString(),
          java.util.Map.of("seq", head.seq(), "hash", HexFormat.of().formatHex(head.hash())));
    }
    return java.util.Map.of("at", now.toString(), "heads", heads);
  }

  private int record(String key, Instant now, List<Moved> moved) {
    for (Moved head : moved) {
      sql.update(
          """
          INSERT INTO core.audit_anchors (id, organization_id, kind, seq, hash, object_key, created_at)
          VALUES (?, ?, 'daily', ?, ?, ?, ?) ON CONFLICT DO NOTHING
          """,
          ids.next(),
          head.organizationId(),
          head.seq(),
          head.hash(),
          key,
          now);
      sql.update(
          "UPDATE core.audit_heads SET anchored_seq = greatest(anchored_seq, ?) WHERE organization_id = ?",
          head.seq(),
          head.organizationId());
    }
    return moved.size();
  }
}
