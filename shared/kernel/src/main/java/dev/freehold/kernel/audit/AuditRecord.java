package dev.freehold.kernel.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freehold.kernel.Json;
import dev.freehold.kernel.sql.Row;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.net.InetAddress;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One entry of the audit as it stands; hashes in hex. */
@RegisterForReflection
public record AuditRecord(
    UUID id,
    Instant createdAt,
    UUID organizationId,
    @Nullable UUID platformId,
    String domain,
    String actorType,
    String actorId,
    @Nullable String actorEmail,
    @Nullable UUID impersonatorId,
    String action,
    String entityType,
    String entityId,
    @Nullable JsonNode before,
    @Nullable JsonNode after,
    @Nullable JsonNode metadata,
    @Nullable String requestId,
    @Nullable String ipAddress,
    @Nullable String userAgent,
    long chainSeq,
    String prevHash,
    String hash) {

  static final String COLUMNS =
      """
      id, created_at, organization_id, platform_id, domain, actor_type, actor_id, actor_email,
      impersonator_id, action, entity_type, entity_id, before, after, metadata, request_id,
      host(ip_address) AS ip, user_agent, chain_seq, prev_hash, hash
      """;

  static AuditRecord of(Row row) {
    String ip = row.textOrNull("ip");
    return new AuditRecord(
        row.uuid("id"),
        row.instant("created_at"),
        row.uuid("organization_id"),
        row.uuidOrNull("platform_id"),
        row.text("domain"),
        row.text("actor_type"),
        row.text("actor_id"),
        row.textOrNull("actor_email"),
        row.uuidOrNull("impersonator_id"),
        row.text("action"),
        row.text("entity_type"),
        row.text("entity_id"),
        row.jsonOrNull("before"),
        row.jsonOrNull("after"),
        row.jsonOrNull("metadata"),
        row.textOrNull("request_id"),
        ip == null ? null : InetAddress.ofLiteral(ip).getHostAddress(),
        row.textOrNull("user_agent"),
        row.longValue("chain_seq"),
        HexFormat.of().formatHex(row.bytes("prev_hash")),
        HexFormat.of().formatHex(row.bytes("hash")));
  }

  byte[] prevHashBytes() {
    return HexFormat.of().parseHex(prevHash);
  }

  byte[] hashBytes() {
    return HexFormat.of().parseHex(hash);
  }

  /** The hash the fields should have. */
  byte[] expectedHash() {
    ObjectNode fields = (ObjectNode) Json.tree(this);
    fields.remove("prevHash");
    fields.remove("hash");
    return AuditChain.hash(prevHashBytes(), fields);
  }
}
