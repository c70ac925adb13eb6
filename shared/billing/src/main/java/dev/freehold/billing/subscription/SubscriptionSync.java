package dev.freehold.billing.subscription;

import dev.freehold.billing.BillingConfig;
import dev.freehold.billing.Provider;
import dev.freehold.billing.account.Accounts;
import dev.freehold.billing.account.ProviderCustomers;
import dev.freehold.billing.plan.PlanKind;
import dev.freehold.billing.plan.SoldPlan;
import dev.freehold.billing.plan.SoldPlans;
import dev.freehold.kernel.Ids;
import dev.freehold.kernel.sql.Sql;
import dev.freehold.stripe.StripeSubscription;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes a subscription as it was read at Stripe. Whatever was told in whatever order, the row ends
 * as the newest read shows it. In the caller's transaction, in operator scope.
 */
@ApplicationScoped
public class SubscriptionSync {

  /** What a read did here. */
  public enum Outcome {
    APPLIED,
    /** It shows what stands here already. */
    NO_EFFECT,
    /** Something newer stands here, or the row is over. */
    STALE,
    /** It is not ours. */
    FOREIGN,
    /** The subject has a paid one already: this one is to be given back. */
    DUPLICATE
  }

  /**
   * What came of it.
   *
   * @param subscriptionId null when foreign
   */
  public record Result(
      Outcome outcome, @Nullable UUID organizationId, @Nullable UUID subscriptionId) {

    static Result of(Outcome outcome, Subscription row) {
      return new Result(outcome, row.organizationId, row.id);
    }
  }

  /**
   * What was ordered: the subject and plan of a subscription that has no row yet.
   *
   * @param subscriptionId chosen with the order
   */
  public record Ordered(UUID subscriptionId, Subject subject, UUID planPriceId) {}

  /**
   * A read and what it was for.
   *
   * @param eventAt when the event was made; null for a read without one
   */
  public record Read(
      StripeSubscription remote,
      ProviderReads.Ticket ticket,
      Cause cause,
      @Nullable Instant eventAt) {}

  private static final long FIRST_POOL_CAP_AMOUNT = 500;

  private final BillingConfig config;
  private final Sql sql;
  private final SoldPlans plans;
  private final Accounts accounts;
  private final ProviderCustomers customers;
  private final ProviderReads reads;
  private final SubscriptionChanges changes;
  private final Beginnings beginnings;
  private final Endings endings;
  private final Ids ids;
  private final Clock clock;

  SubscriptionSync(
      BillingConfig config,
      Sql sql,
      SoldPlans plans,
      Accounts accounts,
      ProviderCustomers customers,
      ProviderReads reads,
      SubscriptionChanges changes,
      Beginnings beginnings,
      Endings endings,
      Ids ids,
      Clock clock) {
    this.config = config;
    this.sql = sql;
    this.plans = plans;
    this.accounts = accounts;
    this.customers = customers;
    this.reads = reads;
    this.changes = changes;
    this.beginnings = beginnings;
    this.endings = endings;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * @param order what it was bought as, where an order is known; asked only at the first sight
   */
  public Result sync(Read read, Supplier<Optional<Ordered>> order) {
    var named = id(read.remote().metadata().get("freehold_subscription"));
    var organization = organizationOf(read.remote().id(), named);
    if (organization.isPresent()) {
      accounts.lock(organization.get());
      var bound = Subscription.lockByProviderId(read.remote().id());
      if (bound.isPresent()) {
        return update(bound.get(), read);
      }
    }
    var ordered = order.get();
    var payer = organization.or(() -> ordered.map(what -> what.subject().organizationId()));
    if (payer.isEmpty()) {
      return new Result(Outcome.FOREIGN, null, null);
    }
    accounts.lock(payer.get());
    // Another may have bound it while this one waited.
    return Subscription.lockByProviderId(read.remote().id())
        .map(row -> update(row, read))
        .orElseGet(() -> first(read, payer.get(), named, ordered));
  }

  /** Found without a lock: the account's comes first. */
  private Optional<UUID> organizationOf(String providerSubscriptionId, @Nullable UUID named) {
    return sql.first(
        """
        SELECT organization_id FROM billing.subscriptions
        WHERE (provider = 'stripe' AND provider_subscription_id = ?) OR id = ?
        ORDER BY provider_subscription_id = ? DESC NULLS LAST LIMIT 1
        """,
        row -> row.uuid("organization_id"),
        providerSubscriptionId,
        named,
        providerSubscriptionId);
  }

  private static @Nullable UUID id(@Nullable String text) {
    try {
      return text == null ? null : UUID.fromString(text);
    } catch (IllegalArgumentException notOurs) {
      return null;
    }
  }

  private Result update(Subscription row, Read read) {
    if (row.status.isEnded() || read.ticket().seq() <= row.shownRead()) {
      return Result.of(Outcome.STALE, row);
    }
    return write(row, read);
  }

  /** The provider's subscription is seen for the first time. */
  private Result first(
      Read read, UUID organizationId, @Nullable UUID named, Optional<Ordered> ordered) {
    var status = SubscriptionStatus.of(read.remote().status());
    var row = named == null ? Optional.<Subscription>empty() : Subscription.lockById(named);
    var subject = row.map(Subject::of).or(() -> ordered.map(Ordered::subject));
    if (subject.isEmpty()) {
      return new Result(Outcome.FOREIGN, null, null);
    }
    if (!status.isLive() && status != SubscriptionStatus.CANCELED) {
      // Nothing was paid yet: what lives here goes on until something is.
      return new Result(Outcome.NO_EFFECT, organizationId, row.map(r -> r.id).orElse(null));
    }
    return bind(read, subject.get(), ordered);
  }

  private Result bind(Read read, Subject subject, Optional<Ordered> ordered) {
    var rival =
        Subscription.lockLiveOfOrganization(subject.organizationId()).stream()
            .filter(subject::isThatOf)
            .findFirst();
    if (rival.isPresent() && rival.get().isBound()) {
      return Result.of(Outcome.DUPLICATE, rival.get());
    }
    if (rival.isPresent() && rival.get().awaitsCheckout()) {
      return write(rival.get(), read);
    }
    if (ordered.isEmpty()) {
      return new Result(Outcome.FOREIGN, null, null);
    }
    rival
        .filter(row -> read.remote().endedAt() == null)
        .ifPresent(free -> endings.giveWay(free, read.cause()));
    return create(ordered.get(), read);
  }

  private Result create(Ordered ordered, Read read) {
    var plan = plans.ofPrice(ordered.planPriceId()).orElseThrow();
    boolean taken = Subscription.findByIdOptional(ordered.subscriptionId()).isPresent();
    var row =
        beginnings.blank(taken ? ids.next() : ordered.subscriptionId(), ordered.subject(), plan);
    row.status = SubscriptionStatus.INCOMPLETE;
    apply(row, read.remote());
    row.persist();
    reads.remember(read.ticket(), row.id, read.remote().raw(), read.eventAt());
    changes.created(row, read.cause());
    return Result.of(Outcome.APPLIED, row);
  }

  private Result write(Subscription row, Read read) {
    var before = Terms.of(row);
    apply(row, read.remote());
    boolean changed = changes.changed(before, row, read.cause());
    reads.remember(read.ticket(), row.id, read.remote().raw(), read.eventAt());
    if (row.status.isEnded() && !before.status().isEnded()) {
      beginnings.beginFallback(row, read.cause());
    }
    return Result.of(changed ? Outcome.APPLIED : Outcome.NO_EFFECT, row);
  }

  private void apply(Subscription row, StripeSubscription remote) {
    var before = row.status;
    boolean wasBound = row.isBound();
    // Statements flush, and a half-written row is none: all that is looked up comes first.
    var plan = planOf(remote);
    var customer = customerOf(row, remote);
    row.provider = Provider.STRIPE;
    row.providerSubscriptionId = remote.id();
    row.providerItemId = remote.itemId();
    row.providerCustomerId = customer.orElse(row.providerCustomerId);
    row.status = SubscriptionStatus.of(remote.status());
    applyPlan(row, remote, plan);
    applyTimes(row, remote);
    applyDunning(row, before, wasBound);
    boolean firstPaid =
        row.status == SubscriptionStatus.ACTIVE
            && (!wasBound || before == SubscriptionStatus.TRIALING);
    if (firstPaid && row.amount > 0) {
      offerOverage(row);
    }
  }

  private Optional<SoldPlan> planOf(StripeSubscription remote) {
    return remote.priceId() == null
        ? Optional.empty()
        : plans.ofProviderPrice("stripe", remote.priceId());
  }

  private Optional<UUID> customerOf(Subscription row, StripeSubscription remote) {
    return remote.customerId() == null || row.providerCustomerId != null
        ? Optional.empty()
        : customers.findByProviderId(remote.customerId()).map(ProviderCustomers.Customer::id);
  }

  private static void applyPlan(
      Subscription row, StripeSubscription remote, Optional<SoldPlan> plan) {
    if (plan.isPresent()) {
      row.put(plan.get());
    } else if (remote.unitAmount() != null) {
      row.amount = remote.unitAmount();
      row.currency = remote.currency();
    }
  }

  private void applyTimes(Subscription row, StripeSubscription remote) {
    row.currentPeriodStart = remote.periodStart();
    row.currentPeriodEnd = remote.periodEnd();
    row.billingAnchor = remote.billingAnchor();
    if (remote.trialEnd() != null) {
      row.trialStart = remote.trialStart();
      row.trialEnd = remote.trialEnd();
    } else if (row.trialEnd != null && row.trialEnd.isAfter(remote.periodStart())) {
      // A trial without a provider is over with the payment.
      row.trialEnd = remote.periodStart();
    }
    boolean ended = row.status.isEnded();
    row.cancelAtPeriodEnd = !ended && remote.cancelAtPeriodEnd();
    row.cancelAt = ended ? null : remote.cancelAt();
    row.canceledAt = remote.canceledAt();
    if (ended) {
      var endedAt = remote.endedAt() == null ? remote.canceledAt() : remote.endedAt();
      row.endedAt = endedAt == null ? clock.instant() : endedAt;
    }
  }

  /** Grace begins with the first failed payment; a payment, or a checkout, lifts all of it. */
  private void applyDunning(Subscription row, SubscriptionStatus before, boolean wasBound) {
    if (row.status == SubscriptionStatus.PAST_DUE && row.pastDueSince == null) {
      row.pastDueSince = clock.instant();
      row.graceEndsAt = row.pastDueSince.plus(config.dunning().grace());
    }
    boolean recovered =
        (row.status == SubscriptionStatus.ACTIVE || row.status == SubscriptionStatus.TRIALING)
            && (!wasBound || (before != row.status && before != SubscriptionStatus.TRIALING));
    if (recovered) {
      row.pastDueSince = null;
      row.graceEndsAt = null;
      row.suspendedAt = null;
    }
  }

  /** Use above the allowance is sold from the first paid period on. */
  private static void offerOverage(Subscription row) {
    if (row.planKind == PlanKind.PLATFORM) {
      row.overageEnabled = true;
    }
    if (row.planKind == PlanKind.POOL) {
      row.overageEnabled = true;
      row.overageCapAmount =
          row.overageCapAmount == null ? Long.valueOf(FIRST_POOL_CAP_AMOUNT) : row.overageCapAmount;
    }
  }
}
