package dev.freehold.kernel.audit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freehold.kernel.Call;
import dev.freehold.kernel.Closing;
import dev.freehold.kernel.Ids;
import dev.freehold.kernel.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Records acts in the transaction that does them; each gets its place in the chain at its end. */
@ApplicationScoped
public class Audit {

  private final Closing closing;
  private final Clock clock;
  private final Ids ids;

  Audit(Closing closing, Clock clock, Ids ids) {
    this.closing = closing;
    this.clock = clock;
    this.ids = ids;
  }

  /**
   * @throws IllegalStateException outside a transaction
   */
  public void add(AuditEntry entry) {
    Call call = Call.current();
    UUID organization =
        Objects.requireNonNullElse(
            entry.organizationId(),
            Objects.requireNonNullElse(call.scope().organizationId(), AuditEntry.OPERATORS));
    closing.addAudit(new Pending(ids.next(), organization, entry, call, clock.instant()));
  }

  private record Pending(
      UUID id, UUID organizationId, AuditEntry entry, Call call, Instant createdAt)
      implements Closing.PendingAudit {

    @Override
    public ObjectNode row(long chainSeq, byte[] prevHash) {
      ObjectNode signed = signed(chainSeq);
      byte[] hash = AuditChain.hash(prevHash, signed);
      ObjectNode row = Json.mapper().createObjectNode();
      signed.properties().forEach(e -> row.set(AuditChain.column(e.getKey()), e.getValue()));
      // SQL NULL, not a JSON null, where nothing is said.
      row.properties().removeIf(e -> e.getValue().isNull());
      row.put("prev_hash", "\\x" + HexFormat.of().formatHex(prevHash));
      row.put("hash", "\\x" + HexFormat.of().formatHex(hash));
      return row;
    }

    private ObjectNode signed(long chainSeq) {
      ObjectNode fields = Json.mapper().createObjectNode();
      fields.put("id", id.toString());
      fields.put("chainSeq", chainSeq);
      fields.put("organizationId", organizationId.toString());
      fields.put("platformId", text(entry.platformId()));
      fields.put("domain", entry.domain());
      fields.put("actorType", call.actor().type().word());
      fields.put("actorId", call.actor().id());
      fields.put("actorEmail", call.actor().email());
      fields.put("impersonatorId", text(call.actor().impersonatorId()));
      fields.put("action", entry.action());
      fields.put("entityType", entry.entityType());
      fields.put("entityId", entry.entityId());
      fields.set("before", Json.tree(entry.before()));
      fields.set("after", Json.tree(entry.after()));
      fields.set("metadata", Json.tree(entry.metadata()));
      fields.put("requestId", call.requestId());
      fields.put("ipAddress", address(call.ipAddress()));
      fields.put("userAgent", call.userAgent());
      fields.set("createdAt", Json.tree(createdAt));
      return fields;
    }

    private static @Nullable String text(@Nullable UUID id) {
      return id == null ? null : id.toString();
    }

    /** The form the verification finds when it reads the column back. */
    private static @Nullable String address(@Nullable String ip) {
      return ip == null ? null : InetAddress.ofLiteral(ip).getHostAddress();
    }
  }

  /** A convenience for the common case: what one field was and is. */
  public static Map<String, Object> field(String name, Object value) {
    return Map.of(name, value);
  }
}
