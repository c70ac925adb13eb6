package dev.freehold.billing.subscription;

import dev.freehold.billing.BillingConfig;
import dev.freehold.billing.BillingRefusal;
import dev.freehold.billing.account.Accounts;
import dev.freehold.billing.plan.PlanKind;
import dev.freehold.billing.plan.SoldPlans;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the registry's messages do to the subscription of a platform. Each may come twice, late and
 * in any order.
 */
@ApplicationScoped
public class PlatformSubscriptions {

  private final BillingConfig config;
  private final SoldPlans plans;
  private final Accounts accounts;
  private final Beginnings beginnings;
  private final Endings endings;

  PlatformSubscriptions(
      BillingConfig config,
      SoldPlans plans,
      Accounts accounts,
      Beginnings beginnings,
      Endings endings) {
    this.config = config;
    this.plans = plans;
    this.accounts = accounts;
    this.beginnings = beginnings;
    this.endings = endings;
  }

  /**
   * Begins the platform's first subscription, once, whatever became of it since.
   *
   * @throws dev.freehold.kernel.Refusal {@code PLAN_NOT_SOLD} when no platform plan has the tier's
   *     code
   */
  @Transactional
  public void begin(
      UUID organizationId, UUID platformId, String tier, @Nullable String billingEmail) {
    var account = accounts.lock(organizationId);
    if (Subscription.findNewestOfPlatform(platformId).isPresent()) {
      return;
    }
    var plan =
        plans
            .ofTier(tier, account.currency())
            .orElseThrow(() -> BillingRefusal.PLAN_NOT_SOLD.because("no platform plan %s", tier));
    var subject = new Subject(organizationId, PlanKind.PLATFORM, platformId, null, null, null);
    boolean trialLeft =
        !config.trial().once() || !Subscription.existsTrialOf(organizationId, PlanKind.PLATFORM);
    beginnings.beginPlatform(subject, plan, trialLeft, billingEmail);
  }

  /** Ends it with its period or now; what is so already is told again. */
  @Transactional
  public void cancel(
      UUID organizationId, UUID platformId, boolean immediately, @Nullable String reason) {
    accounts.lock(organizationId);
    Subscription.lockLiveOfPlatform(platformId)
        .ifPresentOrElse(
            row -> {
              if (immediately) {
                endings.endNow(row, reason == null ? "cancelled" : reason);
              } else {
                endings.endWithPeriod(row, reason);
              }
            },
            () ->
                Subscription.findNewestOfPlatform(platformId)
                    .ifPresent(row -> endings.endWithPeriod(row, reason)));
  }

  /** Takes a scheduled end back; what is so already is told again. */
  @Transactional
  public void resume(UUID organizationId, UUID platformId) {
    accounts.lock(organizationId);
    Subscription.lockLiveOfPlatform(platformId)
        .or(() -> Subscription.findNewestOfPlatform(platformId))
        .ifPresent(endings::resume);
  }

  /** The platform is gone: whatever still lives ends now. */
  @Transactional
  public void end(UUID organizationId, UUID platformId, String reason) {
    accounts.lock(organizationId);
    Subscription.lockLiveOfPlatform(platformId).ifPresent(row -> endings.endNow(row, reason));
  }
}
