package dev.freehold.billing.checkout;

import dev.freehold.billing.BillingConfig;
import dev.freehold.billing.BillingRefusal;
import dev.freehold.billing.Provider;
import dev.freehold.billing.account.Account;
import dev.freehold.billing.plan.PlanKind;
import dev.freehold.billing.plan.SoldPlan;
import dev.freehold.billing.plan.SoldPlans;
import dev.freehold.billing.subscription.Standing;
import dev.freehold.kernel.KernelRefusal;
import dev.freehold.kernel.sql.Sql;
import dev.freehold.stripe.StripeClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** May this be bought? The refusals in the order of the operation's page. Reads only. */
@ApplicationScoped
class PurchaseRules {

  private final BillingConfig config;
  private final SoldPlans plans;
  private final StripeClient stripe;
  private final Sql sql;
  private final List<String> allowedOrigins;
  private final boolean production;

  PurchaseRules(
      BillingConfig config,
      SoldPlans plans,
      StripeClient stripe,
      Sql sql,
      @ConfigProperty(name = "freehold.http.app-url") String appUrl,
      @ConfigProperty(name = "freehold.environment") String environment) {
    this.config = config;
    this.plans = plans;
    this.stripe = stripe;
    this.sql = sql;
    this.allowedOrigins =
        config
            .checkout()
            .allowedOrigins()
            .map(uris -> uris.stream().map(uri -> String.valueOf(ReturnUrl.origin(uri.toString()))))
            .map(java.util.stream.Stream::toList)
            .orElseGet(() -> List.of(String.valueOf(ReturnUrl.origin(appUrl))));
    this.production = environment.equals("production");
  }

  /** A platform of another organization, or a deleted one, is not there. */
  void demandPlatform(Purchase purchase) {
    if (purchase.platformId() == null) {
      return;
    }
    var found =
        sql.first(
            """
            SELECT id FROM registry.platforms
            WHERE id = ? AND organization_id = ? AND deleted_at IS NULL
            """,
            row -> row.uuid("id"),
            purchase.platformId(),
            purchase.organizationId());
    if (found.isEmpty()) {
      throw KernelRefusal.notFound("platform");
    }
  }

  /**
   * @param standing what the subject of this plan has already
   * @return what it comes to
   */
  Offer judge(Purchase purchase, Account account, Optional<SoldPlan> plan, Standing standing) {
    if (account.paymentsBlockedAt() != null) {
      throw BillingRefusal.PAYMENTS_BLOCKED.because("payments of this account are blocked");
    }
    if (plan.isPresent() && isTaken(plan.get(), standing)) {
      throw BillingRefusal.ALREADY_SUBSCRIBED.because(
          "there is a live subscription of this kind already");
    }
    var currency = plan.map(SoldPlan::currency).orElse(account.currency());
    if (account.currencyFixed() && !currency.equals(account.currency())) {
      throw BillingRefusal.CURRENCY_MISMATCH.because(
          "the account pays in %s, the price is in %s", account.currency(), currency);
    }
    demandReturnUrl(purchase.successUrl());
    demandReturnUrl(purchase.cancelUrl());
    var offer = offer(purchase, account, plan);
    if (purchase.couponCode() != null) {
      throw BillingRefusal.COUPON_UNKNOWN.because("there is no coupon with this code");
    }
    demandProvider(purchase, offer);
    return offer;
  }

  private static boolean isTaken(SoldPlan plan, Standing standing) {
    return plan.kind().isSubscribed()
        && (standing == Standing.PAID || (plan.isFree() && standing != Standing.NOTHING));
  }

  private void demandReturnUrl(String url) {
    if (!ReturnUrl.isAllowed(url, allowedOrigins, !production)) {
      throw BillingRefusal.INVALID_RETURN_URL.because("%s has no allowed origin", url);
    }
  }

  private Offer offer(Purchase purchase, Account account, Optional<SoldPlan> plan) {
    if (purchase.kind() == OrderKind.CREDITS && purchase.planId() == null) {
      return freeAmount(purchase.credits(), account.currency());
    }
    var sold =
        plan.filter(found -> fits(purchase.kind(), found))
            .orElseThrow(
                () -> BillingRefusal.PLAN_NOT_SOLD.because("the plan is not sold as this"));
    if (sold.kind() == PlanKind.PLATFORM && purchase.platformId() == null) {
      throw KernelRefusal.VALIDATION_FAILED
          .because("a platform plan is bought for a platform")
          .field("platformId", "REQUIRED", "must be set for a platform plan");
    }
    Long credits = sold.kind() == PlanKind.CREDITS_PACK ? Long.valueOf(sold.credits()) : null;
    return new Offer(sold, credits, sold.currency(), sold.amount());
  }

  /** Agents, lifetime deals and add-ons are sold once their domains are there. */
  private static boolean fits(OrderKind kind, SoldPlan plan) {
    return switch (kind) {
      case SUBSCRIPTION ->
          plan.kind() == PlanKind.PLATFORM
              || plan.kind() == PlanKind.ORGANIZATION
              || plan.kind() == PlanKind.POOL;
      case CREDITS -> plan.kind() == PlanKind.CREDITS_PACK;
      case LIFETIME, ADDON -> false;
    };
  }

  private Offer freeAmount(@Nullable Long credits, String currency) {
    if (credits == null) {
      throw KernelRefusal.VALIDATION_FAILED
          .because("credits are bought by plan or by number")
          .field("credits", "REQUIRED", "must be set where no plan is named");
    }
    if (credits < config.credits().minimum()) {
      throw BillingRefusal.CREDITS_BELOW_MINIMUM
          .because("at least %d credits are sold at once", config.credits().minimum())
          .with("minimum", config.credits().minimum());
    }
    return new Offer(
        null, credits, currency, Math.multiplyExact(credits, config.credits().unitAmount()));
  }

  private void demandProvider(Purchase purchase, Offer offer) {
    if (offer.isFree()) {
      return;
    }
    if (purchase.provider() != Provider.STRIPE || !stripe.isConfigured()) {
      throw unavailable(purchase.provider());
    }
    if (offer.plan() != null && providerPrice(offer.plan()).isEmpty()) {
      throw BillingRefusal.PRICE_NOT_READY.because("the price is not at the provider yet");
    }
  }

  static RuntimeException unavailable(Provider provider) {
    return BillingRefusal.PAYMENTS_UNAVAILABLE.because(
        "%s cannot take payments now", provider.name().toLowerCase(Locale.ROOT));
  }

  Optional<String> providerPrice(SoldPlan plan) {
    return plans.providerPriceId("stripe", plan.priceId());
  }

  Optional<SoldPlan> plan(Purchase purchase, Account account) {
    UUID planId = purchase.planId();
    return planId == null
        ? Optional.empty()
        : plans.sold(planId, purchase.planPriceId(), account.currency());
  }
}
