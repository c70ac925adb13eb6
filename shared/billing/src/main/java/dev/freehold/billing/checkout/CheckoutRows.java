package dev.freehold.billing.checkout;

import dev.freehold.billing.BillingConfig;
import dev.freehold.billing.Provider;
import dev.freehold.billing.account.Account;
import dev.freehold.billing.account.Accounts;
import dev.freehold.billing.account.ProviderCustomers.Payer;
import dev.freehold.billing.plan.SoldPlan;
import dev.freehold.billing.subscription.Beginnings;
import dev.freehold.billing.subscription.Cause;
import dev.freehold.billing.subscription.Standing;
import dev.freehold.billing.subscription.Subject;
import dev.freehold.billing.subscription.Subjects;
import dev.freehold.kernel.Ids;
import dev.freehold.kernel.audit.Audit;
import dev.freehold.kernel.audit.AuditEntry;
import dev.freehold.kernel.sql.Sql;
import dev.freehold.stripe.StripeCheckout;
import dev.freehold.stripe.StripeForm;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The two transactions of opening a checkout: before the provider is asked, and after. */
@ApplicationScoped
class CheckoutRows {

  /** An open checkout that a new one takes the place of. */
  record Replaced(UUID checkoutId, UUID orderId, String providerSessionId) {}

  /** What is to be asked of the provider. */
  record ToOpen(UUID checkoutId, UUID orderId, Payer payer, StripeForm form) {}

  /**
   * @param toOpen null when the view is the answer
   */
  record Prepared(CheckoutView view, @Nullable ToOpen toOpen, List<Replaced> replaced) {}

  private final BillingConfig config;
  private final PurchaseRules rules;
  private final Accounts accounts;
  private final Subjects subjects;
  private final Beginnings beginnings;
  private final Orders orders;
  private final Audit audit;
  private final Sql sql;
  private final Ids ids;
  private final Clock clock;

  CheckoutRows(
      BillingConfig config,
      PurchaseRules rules,
      Accounts accounts,
      Subjects subjects,
      Beginnings beginnings,
      Orders orders,
      Audit audit,
      Sql sql,
      Ids ids,
      Clock clock) {
    this.config = config;
    this.rules = rules;
    this.accounts = accounts;
    this.subjects = subjects;
    this.beginnings = beginnings;
    this.orders = orders;
    this.audit = audit;
    this.sql = sql;
    this.ids = ids;
    this.clock = clock;
  }

  /** What the subject has and what it is to pay. */
  private record Decided(
      Purchase purchase,
      Account account,
      @Nullable Subject subject,
      Subjects.Found found,
      Offer offer) {}

  Prepared prepare(Purchase purchase, UUID orderId) {
    rules.demandPlatform(purchase);
    var ended = CheckoutSession.lockByOrder(orderId).filter(c -> c.status != CheckoutStatus.OPEN);
    if (ended.isPresent()) {
      return new Prepared(CheckoutView.of(ended.get(), Order.findById(orderId)), null, List.of());
    }
    var account = accounts.lock(purchase.organizationId());
    var plan = rules.plan(purchase, account);
    var subject = subject(purchase, plan);
    var found =
        subject
            .map(subjects::find)
            .orElseGet(() -> new Subjects.Found(Standing.NOTHING, Optional.empty()));
    var offer = rules.judge(purchase, account, plan, found.standing());
    var decided = new Decided(purchase, account, subject.orElse(null), found, offer);
    if (offer.isFree()) {
      return free(decided, orderId);
    }
    return opening(decided, orderId);
  }

  private static Optional<Subject> subject(Purchase purchase, Optional<SoldPlan> plan) {
    return plan.filter(sold -> sold.kind().isSubscribed())
        .map(
            sold ->
                new Subject(
                    purchase.organizationId(),
                    sold.kind(),
                    purchase.platformId(),
                    null,
                    null,
                    sold.appKey()));
  }

  private Prepared opening(Decided decided, UUID orderId) {
    var open = CheckoutSession.listOpen(decided.purchase().organizationId());
    var same = open.stream().filter(checkout -> isSame(checkout, decided, orderId)).findFirst();
    if (same.isPresent()) {
      Order order = Order.findById(same.get().orderId);
      return same.get().providerSessionId == null
          ? prepared(decided, same.get(), order, List.of())
          : new Prepared(CheckoutView.of(same.get(), order), null, List.of());
    }
    var replaced =
        open.stream()
            .filter(checkout -> checkout.providerSessionId != null)
            .filter(checkout -> isOfSubject(checkout, decided))
            .map(old -> new Replaced(old.id, old.orderId, String.valueOf(old.providerSessionId)))
            .toList();
    var order = order(decided, orderId, Provider.STRIPE, OrderStatus.PENDING);
    var checkout = checkout(decided, order, CheckoutStatus.OPEN);
    audit(order, checkout);
    return prepared(decided, checkout, order, replaced);
  }

  private boolean isSame(CheckoutSession checkout, Decided decided, UUID orderId) {
    Order order = Order.findById(checkout.orderId);
    if (checkout.orderId.equals(orderId)) {
      return true;
    }
    var plan = decided.offer().plan();
    return checkout.expiresAt.isAfter(clock.instant())
        && isOfSubject(order, decided)
        && Objects.equals(order.planPriceId, plan == null ? null : plan.priceId())
        && Objects.equals(order.credits, decided.offer().credits());
  }

  private static boolean isOfSubject(CheckoutSession checkout, Decided decided) {
    Order order = Order.findById(checkout.orderId);
    return isOfSubject(order, decided);
  }

  /** Credits are bought beside each other; subscriptions of one subject are not. */
  private static boolean isOfSubject(Order order, Decided decided) {
    if (order.kind != decided.purchase().kind()) {
      return false;
    }
    var plan = decided.offer().plan();
    return switch (order.kind) {
      case SUBSCRIPTION ->
          plan != null
              && Objects.equals(order.platformId, decided.purchase().platformId())
              && Objects.equals(order.appKey, plan.appKey())
              && order.planKind == plan.kind();
      case CREDITS -> Objects.equals(order.planId, plan == null ? null : plan.planId());
      case LIFETIME, ADDON -> false;
    };
  }

  private Prepared prepared(
      Decided decided, CheckoutSession checkout, Order order, List<Replaced> replaced) {
    var payer =
        sql.one(
            "SELECT name FROM identity.organizations WHERE id = ?",
            row ->
                new Payer(
                    order.organizationId,
                    decided.account().billingEmail(),
                    row.text("name"),
                    decided.purchase().userId()),
            order.organizationId);
    return new Prepared(
        CheckoutView.of(checkout, order),
        new ToOpen(checkout.id, order.id, payer, form(decided, checkout, order)),
        replaced);
  }

  private Order order(Decided decided, UUID orderId, Provider provider, OrderStatus status) {
    var offer = decided.offer();
    var order = new Order();
    var now = clock.instant();
    order.id = orderId;
    order.createdAt = now;
    order.updatedAt = now;
    order.organizationId = decided.purchase().organizationId();
    order.userId = decided.purchase().userId();
    order.kind = decided.purchase().kind();
    order.provider = provider;
    order.credits = offer.credits();
    order.platformId = decided.purchase().platformId();
    var plan = offer.plan();
    if (plan != null) {
      order.appKey = plan.appKey();
      order.planId = plan.planId();
      order.planKind = plan.kind();
      order.planVersionId = plan.versionId();
      order.planPriceId = plan.priceId();
    }
    order.subtotalAmount = offer.amount();
    order.totalAmount = offer.amount();
    order.currency = offer.currency();
    order.status = status;
    if (decided.subject() != null) {
      order.subscriptionId = decided.found().awaiting().orElseGet(ids::next);
    }
    order.persist();
    return order;
  }

  private CheckoutSession checkout(Decided decided, Order order, CheckoutStatus status) {
    var now = clock.instant();
    var checkout = new CheckoutSession();
    checkout.id = ids.next();
    checkout.createdAt = now;
    checkout.updatedAt = now;
    checkout.organizationId = order.organizationId;
    checkout.orderId = order.id;
    checkout.provider = order.provider;
    checkout.mode = order.kind == OrderKind.SUBSCRIPTION ? "subscription" : "payment";
    checkout.status = status;
    checkout.completedAt = status == CheckoutStatus.COMPLETED ? now : null;
    checkout.successUrl = decided.purchase().successUrl();
    checkout.cancelUrl = decided.purchase().cancelUrl();
    // Whole seconds: the provider keeps no more, and both sides show the same end.
    checkout.expiresAt = now.plus(config.checkout().ttl()).truncatedTo(ChronoUnit.SECONDS);
    checkout.persist();
    return checkout;
  }

  /** Nothing is to be paid: the row begins here and now. */
  private Prepared free(Decided decided, UUID orderId) {
    var order = order(decided, orderId, Provider.NONE, OrderStatus.PENDING);
    var checkout = checkout(decided, order, CheckoutStatus.COMPLETED);
    beginnings.beginFree(
        Objects.requireNonNull(order.subscriptionId),
        Objects.requireNonNull(decided.subject()),
        Objects.requireNonNull(decided.offer().plan()),
        Cause.caller());
    orders.complete(order, null, null);
    audit(order, checkout);
    return new Prepared(CheckoutView.of(checkout, order), null, List.of());
  }

  private StripeForm form(Decided decided, CheckoutSession checkout, Order order) {
    var form =
        StripeForm.empty()
            .put("mode", checkout.mode)
            .put("client_reference_id", order.id)
            .put("success_url", ReturnUrl.withCheckout(checkout.successUrl, checkout.id))
            .put("cancel_url", checkout.cancelUrl)
            .put("expires_at", checkout.expiresAt)
            .put("line_items[0][quantity]", 1)
            .put("metadata[freehold_order]", order.id)
            .put("metadata[freehold_subscription]", order.subscriptionId);
    var plan = decided.offer().plan();
    if (plan == null) {
      form.put("line_items[0][price_data][currency]", order.currency)
          .put("line_items[0][price_data][unit_amount]", order.totalAmount)
          .put("line_items[0][price_data][product_data][name]", order.credits + " credits");
    } else {
      form.put("line_items[0][price]", rules.providerPrice(plan).orElseThrow());
    }
    if (decided.subject() == null) {
      return form.put("invoice_creation[enabled]", true);
    }
    int trialDays =
        subjects.trialDaysLeft(
            decided.subject(), Objects.requireNonNull(plan), decided.found().standing());
    return form.put("subscription_data[trial_period_days]", trialDays > 0 ? trialDays : null)
        .put("subscription_data[metadata][freehold_order]", order.id)
        .put("subscription_data[metadata][freehold_subscription]", order.subscriptionId);
  }

  /** The provider has answered: the page's address is kept, what it replaces is over. */
  CheckoutView opened(UUID checkoutId, StripeCheckout session, List<Replaced> replaced) {
    CheckoutSession checkout = CheckoutSession.findById(checkoutId);
    Order order = Order.findById(checkout.orderId);
    accounts.lock(checkout.organizationId);
    checkout.providerSessionId = session.id();
    checkout.url = session.url();
    checkout.updatedAt = clock.instant();
    replaced.forEach(old -> orders.expire(old.orderId()));
    return CheckoutView.of(checkout, order);
  }

  private void audit(Order order, CheckoutSession checkout) {
    audit.add(
        AuditEntry.of("billing", "checkout.create", "checkout", checkout.id)
            .organization(order.organizationId)
            .platform(order.platformId)
            .after(
                Map.of(
                    "orderId",
                    order.id.toString(),
                    "kind",
                    order.kind.word(),
                    "totalAmount",
                    order.totalAmount,
                    "currency",
                    order.currency)));
  }
}
