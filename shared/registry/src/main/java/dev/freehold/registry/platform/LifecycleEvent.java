package dev.freehold.registry.platform;

import dev.freehold.kernel.IdentifiedRow;
import dev.freehold.kernel.PageRequest;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.util.List;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** One change of a platform's status. Append-only. */
@Entity
@Immutable
@Table(schema = "registry", name = "platform_lifecycle_events")
public class LifecycleEvent extends IdentifiedRow {

  public UUID organizationId;
  public UUID platformId;

  /** Null = the platform was created. */
  @Enumerated(EnumType.STRING)
  public @Nullable PlatformStatus fromStatus;

  @Enumerated(EnumType.STRING)
  public PlatformStatus toStatus;

  public String triggeredBy;

  @Enumerated(EnumType.STRING)
  public Trigger.Type triggerType;

  public @Nullable String reason;

  @JdbcTypeCode(SqlTypes.JSON)
  public String metadata;

  /** Newest first, one more than the page holds. */
  static List<LifecycleEvent> listOf(UUID platformId, PageRequest page) {
    UUID after = page.afterId(0);
    var found =
        after == null
            ? LifecycleEvent.<LifecycleEvent>find("platformId = ?1 order by id desc", platformId)
            : LifecycleEvent.<LifecycleEvent>find(
                "platformId = ?1 and id < ?2 order by id desc", platformId, after);
    return found.range(0, page.limit()).list();
  }
}
