package dev.freehold.registry.resource;

import dev.freehold.kernel.IdentifiedRow;
import dev.freehold.kernel.PageRequest;
import dev.freehold.registry.Environment;
import dev.freehold.registry.ListQuery;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.EnumeratedValue;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/**
 * A hostname of ours and what it routes to. Written by the steps and the poller of provisioning.
 */
@Entity
@Immutable
@Table(schema = "registry", name = "dns_records")
public class DnsRecord extends IdentifiedRow {

  /** States of a hostname. */
  @RegisterForReflection
  public enum Status {
    PENDING,
    ACTIVE,
    FAILED,
    DELETED;

    @EnumeratedValue private final String word = name().toLowerCase(Locale.ROOT);
  }

  public Instant updatedAt;
  public UUID organizationId;
  public UUID platformId;
  public UUID stackId;
  public UUID resourceId;
  public String hostname;

  @Enumerated(EnumType.STRING)
  public Hostnames.Target targetType;

  @Enumerated(EnumType.STRING)
  public Environment environment;

  public @Nullable String cloudRecordId;
  public @Nullable String cloudHostnameId;
  public @Nullable String cloudRouteId;

  @Enumerated(EnumType.STRING)
  public Status status;

  public int checkCount;
  public @Nullable Instant nextCheckAt;
  public @Nullable String lastError;
  public @Nullable Instant deletedAt;

  /** What a list asks for; null leaves a filter out. */
  public record Filter(
      UUID platformId,
      @Nullable UUID stackId,
      @Nullable Environment environment,
      @Nullable Status status) {}

  /** Newest first, one more than the page holds. */
  static List<DnsRecord> listLive(Filter filter, PageRequest page) {
    return new ListQuery()
        .and("platformId = :platform", "platform", filter.platformId())
        .and("stackId = :stack", "stack", filter.stackId())
        .and("environment = :environment", "environment", filter.environment())
        .and("status = :status", "status", filter.status())
        .list(page, (query, values) -> DnsRecord.<DnsRecord>find(query, values));
  }
}
