package dev.freehold.registry.platform;

import dev.freehold.kernel.Ids;
import dev.freehold.kernel.audit.Audit;
import dev.freehold.kernel.audit.AuditEntry;
import dev.freehold.kernel.outbox.Message;
import dev.freehold.kernel.outbox.Outbox;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes what every transition writes: the row, one lifecycle event, one audit entry, one {@code
 * registry.platform.status_changed}. The caller holds the row's lock and has set its other columns.
 */
@ApplicationScoped
class Transitions {

  private final Outbox outbox;
  private final Audit audit;
  private final Clock clock;
  private final Ids ids;

  Transitions(Outbox outbox, Audit audit, Clock clock, Ids ids) {
    this.outbox = outbox;
    this.audit = audit;
    this.clock = clock;
    this.ids = ids;
  }

  /** Data of {@code registry.platform.status_changed}. */
  @RegisterForReflection
  record StatusChanged(
      PlatformStatus from,
      PlatformStatus to,
      @Nullable String reason,
      Trigger.Type triggerType,
      int version) {}

  /**
   * @param verb what the audit calls it: {@code suspend} is {@code platform.suspend}
   * @return the lifecycle event's id
   */
  UUID move(
      Platform platform, PlatformStatus to, Trigger trigger, String verb, @Nullable String reason) {
    return move(platform, new Step(to, trigger, verb, reason), Map.of(), Map.of());
  }

  /** One transition: where to, because of whom, what the audit calls it, and why. */
  record Step(PlatformStatus to, Trigger trigger, String verb, @Nullable String reason) {}

  /**
   * As above; {@code before} and {@code after} are other columns that changed with the status, for
   * the one audit entry.
   */
  UUID move(Platform platform, Step step, Map<String, ?> before, Map<String, ?> after) {
    PlatformStatus from = platform.status;
    platform.status = step.to();
    save(platform);
    UUID event = record(platform, from, step.trigger(), step.reason());
    outbox.send(
        Message.event("registry.platform.status_changed")
            .organization(platform.organizationId)
            .platform(platform.id)
            .data(
                new StatusChanged(
                    from, step.to(), step.reason(), step.trigger().type(), platform.version)));
    var was = new LinkedHashMap<String, Object>(before);
    was.put("status", from.word());
    var is = new LinkedHashMap<String, Object>(after);
    is.put("status", step.to().word());
    if (step.reason() != null) {
      is.put("reason", step.reason());
    }
    audit(platform, step.verb(), was, is);
    return event;
  }

  /** The first event of a platform's life. */
  void recordCreation(Platform platform) {
    record(platform, null, Trigger.ofCaller(), null);
  }

  private UUID record(
      Platform platform, @Nullable PlatformStatus from, Trigger trigger, @Nullable String reason) {
    var event = new LifecycleEvent();
    event.id = ids.next();
    event.createdAt = clock.instant();
    event.organizationId = platform.organizationId;
    event.platformId = platform.id;
    event.fromStatus = from;
    event.toStatus = platform.status;
    event.triggeredBy = trigger.by();
    event.triggerType = trigger.type();
    event.reason = reason;
    event.metadata = "{}";
    event.persist();
    return event.id;
  }

  /** Writes the row now, so that {@code version} is the one the caller answers with. */
  void save(Platform platform) {
    platform.updatedAt = clock.instant();
    platform.getEntityManager().flush();
  }

  void audit(Platform platform, String verb, Map<String, ?> before, Map<String, ?> after) {
    var entry =
        AuditEntry.of("registry", "platform." + verb, "platform", platform.id)
            .organization(platform.organizationId)
            .platform(platform.id)
            .after(after);
    audit.add(before.isEmpty() ? entry : entry.before(before));
  }

  /** For the audit, where a map holds no null. */
  static String text(@Nullable Instant time) {
    return Objects.toString(time, "null");
  }
}
