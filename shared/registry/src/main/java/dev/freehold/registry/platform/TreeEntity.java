package dev.freehold.registry.platform;

import dev.freehold.kernel.ChangingRow;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.EnumeratedValue;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An entity: a tenant or a part of one inside a platform. A tenant has no parent, others have one.
 */
@Entity(name = "TreeEntity")
@Table(schema = "registry", name = "entities")
public class TreeEntity extends ChangingRow {

  /** Kinds of entity. */
  @RegisterForReflection
  public enum Type {
    TENANT,
    SUB_TENANT,
    BUSINESS_UNIT,
    WORKSPACE,
    TEAM;

    @EnumeratedValue private final String word = name().toLowerCase(Locale.ROOT);
  }

  /** States of an entity. */
  @RegisterForReflection
  public enum Status {
    ACTIVE,
    INACTIVE,
    DELETED;

    @EnumeratedValue private final String word = name().toLowerCase(Locale.ROOT);
  }

  @Column(updatable = false)
  public UUID organizationId;

  @Column(updatable = false)
  public UUID platformId;

  public @Nullable UUID parentId;

  @Enumerated(EnumType.STRING)
  public Type type;

  public String name;
  public String slug;

  @Enumerated(EnumType.STRING)
  public Status status;

  public @Nullable Instant deletedAt;

  /** The one made with the platform: its oldest tenant. */
  static TreeEntity defaultOf(UUID platformId) {
    return TreeEntity.<TreeEntity>find(
            "platformId = ?1 and type = ?2 and deletedAt is null order by id",
            platformId,
            Type.TENANT)
        .firstResult();
  }
}
