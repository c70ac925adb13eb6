package dev.freehold.kernel.audit;

import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One act to be recorded. Who did it, from where and under which request id is the call's.
 *
 * @param organizationId whose chain; null = the acting organization, else the operators' chain
 * @param before changed fields only; values are texts, whole numbers below 2^53, booleans, lists,
 *     maps and null; never a secret, a token or a password's hash
 */
public record AuditEntry(
    String domain,
    String action,
    String entityType,
    String entityId,
    @Nullable UUID organizationId,
    @Nullable UUID platformId,
    @Nullable Map<String, ?> before,
    @Nullable Map<String, ?> after,
    @Nullable Map<String, ?> metadata) {

  /** The chain of operators' own acts. */
  public static final UUID OPERATORS = new UUID(0, 0);

  public static AuditEntry of(String domain, String action, String entityType, Object entityId) {
    return new AuditEntry(
        domain, action, entityType, entityId.toString(), null, null, null, null, null);
  }

  public AuditEntry organization(@Nullable UUID id) {
    return new AuditEntry(
        domain, action, entityType, entityId, id, platformId, before, after, metadata);
  }

  public AuditEntry platform(@Nullable UUID id) {
    return new AuditEntry(
        domain, action, entityType, entityId, organizationId, id, before, after, metadata);
  }

  public AuditEntry before(Map<String, ?> fields) {
    return new AuditEntry(
        domain, action, entityType, entityId, organizationId, platformId, fields, after, metadata);
  }

  public AuditEntry after(Map<String, ?> fields) {
    return new AuditEntry(
        domain, action, entityType, entityId, organizationId, platformId, before, fields, metadata);
  }

  public AuditEntry metadata(Map<String, ?> fields) {
    return new AuditEntry(
        domain, action, entityType, entityId, organizationId, platformId, before, after, fields);
  }
}
