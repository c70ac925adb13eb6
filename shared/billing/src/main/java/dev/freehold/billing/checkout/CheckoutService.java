package dev.freehold.billing.checkout;

import dev.freehold.billing.BillingRefusal;
import dev.freehold.billing.Provider;
import dev.freehold.billing.account.ProviderCustomers;
import dev.freehold.kernel.KernelRefusal;
import dev.freehold.kernel.Transactions;
import dev.freehold.stripe.StripeCheckout;
import dev.freehold.stripe.StripeClient;
import dev.freehold.stripe.StripeException;
import dev.freehold.stripe.StripeForm;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Opens checkouts. The order is committed before Stripe is asked, its id is the idempotency key, so
 * that a call that died anywhere ends, when made again, with one order and one session.
 */
@ApplicationScoped
public class CheckoutService {

  private final CheckoutRows rows;
  private final ProviderCustomers customers;
  private final StripeClient stripe;
  private final Transactions transactions;

  CheckoutService(
      CheckoutRows rows,
      ProviderCustomers customers,
      StripeClient stripe,
      Transactions transactions) {
    this.rows = rows;
    this.customers = customers;
    this.stripe = stripe;
    this.transactions = transactions;
  }

  /**
   * Not inside a transaction. Repeatable with the same order id, and without: the open checkout of
   * the same subject and plan is answered again.
   *
   * @param orderId a new id, or that of an earlier try of the same request
   * @throws dev.freehold.kernel.Refusal {@code NOT_FOUND} of the platform, {@code
   *     PAYMENTS_BLOCKED}, {@code ALREADY_SUBSCRIBED}, {@code CURRENCY_MISMATCH}, {@code
   *     INVALID_RETURN_URL}, {@code PLAN_NOT_SOLD}, {@code CREDITS_BELOW_MINIMUM}, {@code
   *     COUPON_UNKNOWN}, {@code PAYMENTS_UNAVAILABLE}, {@code PRICE_NOT_READY}
   */
  public CheckoutView open(Purchase purchase, UUID orderId) {
    var prepared = transactions.requiresNew(() -> rows.prepare(purchase, orderId));
    var toOpen = prepared.toOpen();
    if (toOpen == null) {
      return prepared.view();
    }
    try {
      expire(prepared.replaced());
      var customer = customers.ensure(toOpen.payer());
      var form = toOpen.form().put("customer", customer.providerCustomerId());
      var session =
          StripeCheckout.of(
              stripe.post("/v1/checkout/sessions", form, "fh-co-" + toOpen.orderId()));
      return transactions.requiresNew(
          () -> rows.opened(toOpen.checkoutId(), session, prepared.replaced()));
    } catch (StripeException e) {
      throw refused(e);
    }
  }

  private static RuntimeException refused(StripeException failure) {
    return switch (failure.reason()) {
      case UNAVAILABLE, UNAUTHORIZED -> PurchaseRules.unavailable(Provider.STRIPE);
      case DECLINED, NOT_FOUND, IDEMPOTENCY, INVALID -> failure;
    };
  }

  /** What another plan was asked for before: of one subject, only one page may take money. */
  private void expire(List<CheckoutRows.Replaced> replaced) {
    for (CheckoutRows.Replaced old : replaced) {
      var path = "/v1/checkout/sessions/" + old.providerSessionId();
      try {
        stripe.post(path + "/expire", StripeForm.empty(), "fh-coexp-" + old.orderId());
      } catch (StripeException e) {
        if (e.reason() != StripeException.Reason.INVALID) {
          throw e;
        }
        if (StripeCheckout.of(stripe.get(path)).isComplete()) {
          throw BillingRefusal.ALREADY_SUBSCRIBED.because(
              "an earlier checkout was completed just now");
        }
      }
    }
  }

  /**
   * @param organizationId null only for operators who act on all
   * @param userId sees the checkouts it opened itself, in whatever organization
   * @throws dev.freehold.kernel.Refusal {@code NOT_FOUND}, also for another's
   */
  @Transactional
  public Found get(UUID checkoutId, @Nullable UUID organizationId, @Nullable UUID userId) {
    CheckoutSession checkout = CheckoutSession.findById(checkoutId);
    Order order = checkout == null ? null : Order.findById(checkout.orderId);
    if (checkout == null || order == null) {
      throw KernelRefusal.notFound("checkout");
    }
    boolean own = userId != null && userId.equals(order.userId);
    boolean inside = organizationId == null || organizationId.equals(checkout.organizationId);
    if (!own && !inside) {
      throw KernelRefusal.notFound("checkout");
    }
    return new Found(CheckoutView.of(checkout, order), own);
  }

  /**
   * A checkout and whether the asking user opened it.
   *
   * @param own needs no permission to be read
   */
  public record Found(CheckoutView view, boolean own) {}
}
