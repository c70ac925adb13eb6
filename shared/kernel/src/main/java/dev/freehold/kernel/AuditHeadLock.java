package dev.freehold.kernel;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freehold.kernel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;

/** Gives gathered audit entries their places in their organizations' chains. */
@ApplicationScoped
class AuditHeadLock {

  /** Rows of core.audit_log and core.audit_heads, ready to be written. */
  record Chained(ArrayNode entries, ArrayNode heads) {}

  private record Head(UUID organizationId, long seq, byte[] hash) {}

  private final Sql sql;
  private final Clock clock;

  AuditHeadLock(Sql sql, Clock clock) {
    this.sql = sql;
    this.clock = clock;
  }

  /** Locks the heads, in the order of organization ids so that two transactions never cross. */
  Chained chain(List<Closing.PendingAudit> pending) {
    var chained = new Chained(Json.mapper().createArrayNode(), Json.mapper().createArrayNode());
    for (Head head : locked(pending)) {
      long seq = head.seq();
      byte[] hash = head.hash();
      for (Closing.PendingAudit entry : pending) {
        if (entry.organizationId().equals(head.organizationId())) {
          ObjectNode row = entry.row(++seq, hash);
          hash = HexFormat.of().parseHex(row.get("hash").asText().substring(2));
          chained.entries().add(row);
        }
      }
      chained.heads().add(row(head.organizationId(), seq, hash));
    }
    return chained;
  }

  private ObjectNode row(UUID organizationId, long seq, byte[] hash) {
    return Json.mapper()
        .createObjectNode()
        .put("organization_id", organizationId.toString())
        .put("seq", seq)
        .put("hash", "\\x" + HexFormat.of().formatHex(hash))
        .put("updated_at", clock.instant().toString());
  }

  private List<Head> locked(List<Closing.PendingAudit> pending) {
    var organizations = new TreeSet<String>();
    pending.forEach(entry -> organizations.add(entry.organizationId().toString()));
    if (organizations.isEmpty()) {
      return List.of();
    }
    // An upsert that changes nothing locks the row, or makes the chain's first.
    return sql.list(
        """
        INSERT INTO core.audit_heads AS h (organization_id, seq, hash, created_at, updated_at)
        SELECT o::uuid, 0, decode(repeat('00', 32), 'hex'), ?, ?
        FROM unnest(?::text[]) WITH ORDINALITY AS t (o, n) ORDER BY n
        ON CONFLICT (organization_id) DO UPDATE SET updated_at = excluded.updated_at
        RETURNING h.organization_id, h.seq, h.hash
        """,
        row -> new Head(row.uuid("organization_id"), row.longValue("seq"), row.bytes("hash")),
        clock.instant(),
        clock.instant(),
        new ArrayList<>(organizations));
  }
}
