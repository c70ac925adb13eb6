package dev.freehold.billing.subscription;

import dev.freehold.billing.Provider;
import dev.freehold.billing.account.Accounts;
import dev.freehold.billing.plan.SoldPlan;
import dev.freehold.billing.plan.SoldPlans;
import dev.freehold.kernel.Ids;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Begins subscriptions that no provider collects for. In the caller's transaction. */
@ApplicationScoped
public class Beginnings {

  private final SoldPlans plans;
  private final Accounts accounts;
  private final SubscriptionChanges changes;
  private final Ids ids;
  private final Clock clock;

  Beginnings(
      SoldPlans plans, Accounts accounts, SubscriptionChanges changes, Ids ids, Clock clock) {
    this.plans = plans;
    this.accounts = accounts;
    this.changes = changes;
    this.ids = ids;
    this.clock = clock;
  }

  /** A row that belongs to nobody's provider yet, its month beginning now; not yet written. */
  Subscription blank(UUID id, Subject subject, SoldPlan plan) {
    var now = clock.instant();
    var row = new Subscription();
    row.id = id;
    row.createdAt = now;
    row.updatedAt = now;
    row.organizationId = subject.organizationId();
    row.planKind = subject.kind();
    row.platformId = subject.platformId();
    row.userId = subject.userId();
    row.agentId = subject.agentId();
    row.appKey = subject.appKey();
    row.provider = Provider.NONE;
    row.autoFinalize = true;
    row.put(plan);
    row.billingAnchor = now;
    row.currentPeriodStart = now;
    row.currentPeriodEnd = MonthBoundary.at(now, 1);
    return row;
  }

  /** Free plans of every organization; those that have something of the kind keep it. */
  public void autoStart(UUID organizationId) {
    accounts.lock(organizationId);
    var live = Subscription.lockLiveOfOrganization(organizationId);
    for (SoldPlan plan : plans.autoStarted()) {
      var subject = new Subject(organizationId, plan.kind(), null, null, null, plan.appKey());
      if (live.stream().noneMatch(subject::isThatOf)) {
        beginFree(ids.next(), subject, plan, Cause.caller());
      }
    }
  }

  /** A free plan, active at once; the account is locked by the caller. */
  public Subscription beginFree(UUID id, Subject subject, SoldPlan plan, Cause cause) {
    var row = blank(id, subject, plan);
    row.status = SubscriptionStatus.ACTIVE;
    row.persist();
    changes.created(row, cause);
    return row;
  }

  /** The free plan that follows a paid one of an organization or a pool, where there is one. */
  void beginFallback(Subscription ended, Cause cause) {
    if (ended.platformId != null || Endings.ORGANIZATION_DELETED.equals(ended.cancelReason)) {
      return;
    }
    plans
        .fallbackOf(ended.planId)
        .ifPresent(plan -> beginFree(ids.next(), Subject.of(ended), plan, cause));
  }

  /**
   * The subscription a new platform starts with: a trial on its tier, or, when the organization has
   * had its trial, a row that waits, suspended, for a checkout.
   */
  Subscription beginPlatform(
      Subject subject, SoldPlan plan, boolean trialLeft, @Nullable String billingEmail) {
    var row = blank(ids.next(), subject, plan);
    row.billingEmail = billingEmail;
    if (plan.isFree()) {
      row.status = SubscriptionStatus.ACTIVE;
    } else if (trialLeft && plan.trialDays() > 0) {
      startTrial(row, plan.trialDays());
    } else {
      row.status = SubscriptionStatus.PAUSED;
      row.suspendedAt = row.createdAt;
    }
    row.persist();
    changes.created(row, Cause.caller());
    return row;
  }

  /** The trial is the current period; months are counted from its end. */
  private static void startTrial(Subscription row, int days) {
    Instant end = row.createdAt.atOffset(ZoneOffset.UTC).plusDays(days).toInstant();
    row.status = SubscriptionStatus.TRIALING;
    row.trialStart = row.createdAt;
    row.trialEnd = end;
    row.billingAnchor = end;
    row.currentPeriodEnd = end;
  }
}
