package dev.freehold.billing.subscription;

import dev.freehold.kernel.Ids;
import dev.freehold.kernel.audit.Audit;
import dev.freehold.kernel.audit.AuditEntry;
import dev.freehold.kernel.outbox.Message;
import dev.freehold.kernel.outbox.Outbox;
import dev.freehold.kernel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes down what became of a subscription: history, messages, audit, mail. In the transaction of
 * the change and after its last write, since every message shows the row as it will stand.
 */
@ApplicationScoped
class SubscriptionChanges {

  private final SubscriptionService subscriptions;
  private final SubscriptionMail mail;
  private final Sql sql;
  private final Outbox outbox;
  private final Audit audit;
  private final Ids ids;
  private final Clock clock;

  SubscriptionChanges(
      SubscriptionService subscriptions,
      SubscriptionMail mail,
      Sql sql,
      Outbox outbox,
      Audit audit,
      Ids ids,
      Clock clock) {
    this.subscriptions = subscriptions;
    this.mail = mail;
    this.sql = sql;
    this.outbox = outbox;
    this.audit = audit;
    this.ids = ids;
    this.clock = clock;
  }

  void created(Subscription row, Cause cause) {
    record(null, row, ChangeKind.ofNew(Terms.of(row)), cause);
  }

  /**
   * @return false when nothing changed, and so nothing was written
   */
  boolean changed(Terms before, Subscription row, Cause cause) {
    var after = Terms.of(row);
    if (after.equals(before)) {
      return false;
    }
    row.updatedAt = clock.instant();
    record(before, row, ChangeKind.between(before, after), cause);
    return true;
  }

  /** Says again how the subscription stands, for a receiver that asked for what is so already. */
  void tellAgain(Subscription row) {
    var kind =
        row.status.isEnded()
            ? ChangeKind.CANCELED
            : row.cancelAt != null ? ChangeKind.CANCEL_SCHEDULED : ChangeKind.RESUMED;
    send(subscriptions.view(row.id), List.of(kind));
  }

  private void record(
      @Nullable Terms before, Subscription row, List<ChangeKind> kinds, Cause cause) {
    // The statement below flushes first, so the view has the version this change commits.
    var view = subscriptions.view(row.id);
    writeHistory(before, row, kinds, cause);
    send(view, kinds);
    if (kinds.contains(ChangeKind.CANCELED)) {
      mail.canceled(view);
    }
    var entry =
        AuditEntry.of(
                "billing",
                "subscription." + (before == null ? "create" : "change"),
                "subscription",
                row.id)
            .organization(row.organizationId)
            .platform(row.platformId)
            .after(summary(Terms.of(row)))
            .metadata(Map.of("changes", kinds.stream().map(ChangeKind::word).toList()));
    audit.add(before == null ? entry : entry.before(summary(before)));
  }

  private void send(SubscriptionView view, List<ChangeKind> kinds) {
    for (ChangeKind kind : kinds) {
      outbox.send(
          Message.event("billing.subscription." + kind.word())
              .organization(view.organizationId())
              .platform(view.platformId())
              .data(view));
    }
  }

  private void writeHistory(
      @Nullable Terms before, Subscription row, List<ChangeKind> kinds, Cause cause) {
    var now = clock.instant();
    var rows = new ArrayList<@Nullable Object[]>();
    for (ChangeKind kind : kinds) {
      rows.add(
          new @Nullable Object[] {
            ids.next(),
            row.organizationId,
            row.id,
            kind.word(),
            before == null ? null : before.status(),
            row.status,
            before == null ? null : before.planVersionId(),
            row.planVersionId,
            now,
            cause.kind(),
            cause.actorId(),
            cause.paymentEventId(),
            now
          });
    }
    sql.batch(
        """
        INSERT INTO billing.subscription_events (id, organization_id, subscription_id, type,
          from_status, to_status, from_plan_version_id, to_plan_version_id, effective_at, cause,
          actor_id, payment_event_id, created_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        rows);
  }

  private static Map<String, ?> summary(Terms terms) {
    var summary = new LinkedHashMap<String, @Nullable Object>();
    summary.put("status", terms.status().word());
    summary.put("provider", terms.provider().word());
    summary.put("planVersionId", terms.planVersionId().toString());
    summary.put("amount", terms.amount());
    summary.put("cancelAt", terms.cancelAt() == null ? null : terms.cancelAt().toString());
    summary.put("suspendedAt", terms.suspendedAt() == null ? null : terms.suspendedAt().toString());
    return summary;
  }
}
