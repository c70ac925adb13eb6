package dev.freehold.billing.subscription;

import dev.freehold.billing.Provider;
import dev.freehold.billing.account.Accounts;
import dev.freehold.kernel.outbox.Message;
import dev.freehold.kernel.outbox.Outbox;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Ends subscriptions, now or with their period, and takes that back. What a provider collects for
 * ends there first: the call goes out after the commit, and the row follows its answer.
 */
@ApplicationScoped
public class Endings {

  /** The reason after which nothing begins again. */
  public static final String ORGANIZATION_DELETED = "organization_deleted";

  private final Accounts accounts;
  private final SubscriptionChanges changes;
  private final Outbox outbox;
  private final Clock clock;

  Endings(Accounts accounts, SubscriptionChanges changes, Outbox outbox, Clock clock) {
    this.accounts = accounts;
    this.changes = changes;
    this.outbox = outbox;
    this.clock = clock;
  }

  /** Ends everything of an organization. In the caller's transaction. */
  public void endAllOf(UUID organizationId, String reason) {
    accounts.lock(organizationId);
    for (Subscription row : Subscription.lockLiveOfOrganization(organizationId)) {
      endNow(row, reason);
    }
  }

  /** Ends what a user has with agents. In the caller's transaction. */
  public void endAllOfUser(UUID userId, String reason) {
    Subscription.organizationsOfUser(userId).forEach(accounts::lock);
    for (Subscription row : Subscription.lockLiveOfUser(userId)) {
      endNow(row, reason);
    }
  }

  void endNow(Subscription row, String reason) {
    if (row.status.isEnded()) {
      return;
    }
    if (row.isBound()) {
      callProvider(row, "cancel_now", reason);
      return;
    }
    var before = Terms.of(row);
    row.cancelReason = reason;
    end(row);
    changes.changed(before, row, Cause.caller());
  }

  /** A free row gives way to the paid one that takes its place, in the same transaction. */
  void giveWay(Subscription free, Cause cause) {
    var before = Terms.of(free);
    end(free);
    changes.changed(before, free, cause);
  }

  private void end(Subscription row) {
    var now = clock.instant();
    row.status = SubscriptionStatus.CANCELED;
    row.canceledAt = row.canceledAt == null ? now : row.canceledAt;
    row.endedAt = now;
    row.cancelAt = null;
    row.cancelAtPeriodEnd = false;
  }

  /** Asked again, it is only told again. */
  void endWithPeriod(Subscription row, @Nullable String reason) {
    if (row.cancelAt != null || row.status.isEnded()) {
      changes.tellAgain(row);
      return;
    }
    if (row.isBound()) {
      callProvider(row, "cancel_at_period_end", reason);
      return;
    }
    var before = Terms.of(row);
    row.cancelAtPeriodEnd = true;
    row.cancelAt = row.currentPeriodEnd;
    row.canceledAt = clock.instant();
    row.cancelReason = reason;
    changes.changed(before, row, Cause.caller());
  }

  /** Takes the end back; where none is due, it is only told again. */
  void resume(Subscription row) {
    if (row.cancelAt == null) {
      changes.tellAgain(row);
      return;
    }
    if (row.isBound()) {
      callProvider(row, "resume", null);
      return;
    }
    var before = Terms.of(row);
    row.cancelAtPeriodEnd = false;
    row.cancelAt = null;
    row.canceledAt = null;
    row.cancelReason = null;
    changes.changed(before, row, Cause.caller());
  }

  private void callProvider(Subscription row, String call, @Nullable String reason) {
    if (row.provider != Provider.STRIPE) {
      throw new IllegalStateException("no calls to provider " + row.provider);
    }
    if (row.cancelReason == null && reason != null) {
      row.cancelReason = reason;
    }
    outbox.send(
        Message.command("billing-call-provider")
            .organization(row.organizationId)
            .platform(row.platformId)
            .data(
                Map.of(
                    "call",
                    call,
                    "subscriptionId",
                    row.id,
                    "providerSubscriptionId",
                    String.valueOf(row.providerSubscriptionId),
                    "idempotencyKey",
                    "fh-chg-" + row.id + "-" + row.version + "-" + call)));
  }
}
