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
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** One object in the cloud, as the registry knows it. Written by the steps of provisioning. */
@Entity
@Immutable
@Table(schema = "registry", name = "resources")
public class Resource extends IdentifiedRow {

  /** States of a resource. */
  @RegisterForReflection
  public enum Status {
    PENDING,
    PROVISIONING,
    ACTIVE,
    /** It exists, is bound to nothing, and is kept for reactivation. */
    RETAINED,
    FAILED,
    DELETED;

    @EnumeratedValue private final String word = name().toLowerCase(Locale.ROOT);
  }

  public Instant updatedAt;
  public UUID organizationId;
  public UUID platformId;
  public UUID entityId;
  public UUID stackId;

  /** The feature that owns it; null = shared by the stack. */
  public @Nullable UUID featureActivationId;

  @Enumerated(EnumType.STRING)
  public ResourceType resourceType;

  public String serviceName;

  @Enumerated(EnumType.STRING)
  public Environment environment;

  public String cloudName;
  public @Nullable String cloudId;
  public @Nullable String cloudUrl;

  @Enumerated(EnumType.STRING)
  public Status status;

  public @Nullable UUID provisionJobId;

  @JdbcTypeCode(SqlTypes.JSON)
  public String config;

  public @Nullable Instant deletedAt;

  /** What a list asks for; null leaves a filter out. */
  public record Filter(
      UUID platformId,
      @Nullable UUID stackId,
      @Nullable UUID entityId,
      @Nullable ResourceType type,
      @Nullable Environment environment,
      @Nullable Status status) {}

  /** Newest first, one more than the page holds. */
  static List<Resource> listLive(Filter filter, PageRequest page) {
    return new ListQuery()
        .and("platformId = :platform", "platform", filter.platformId())
        .and("stackId = :stack", "stack", filter.stackId())
        .and("entityId = :entity", "entity", filter.entityId())
        .and("resourceType = :type", "type", filter.type())
        .and("environment = :environment", "environment", filter.environment())
        .and("status = :status", "status", filter.status())
        .list(page, (query, values) -> Resource.<Resource>find(query, values));
  }
}
