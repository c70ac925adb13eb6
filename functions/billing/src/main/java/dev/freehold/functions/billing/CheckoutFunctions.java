package dev.freehold.functions.billing;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.freehold.billing.Provider;
import dev.freehold.billing.checkout.CheckoutService;
import dev.freehold.billing.checkout.CheckoutView;
import dev.freehold.billing.checkout.OrderKind;
import dev.freehold.billing.checkout.Purchase;
import dev.freehold.kernel.Ids;
import dev.freehold.kernel.KernelRefusal;
import dev.freehold.lambda.Access;
import dev.freehold.lambda.Answer;
import dev.freehold.lambda.Http;
import dev.freehold.lambda.HttpCall;
import dev.freehold.lambda.HttpEdge;
import dev.freehold.lambda.catalogue.Outside;
import dev.freehold.lambda.catalogue.Uses;
import io.quarkus.funqy.Funq;
import java.util.Objects;

/** Buying: open a checkout, and see what became of it. */
public class CheckoutFunctions {

  private final HttpEdge edge;
  private final CheckoutService checkouts;
  private final Ids ids;

  CheckoutFunctions(HttpEdge edge, CheckoutService checkouts, Ids ids) {
    this.edge = edge;
    this.checkouts = checkouts;
    this.ids = ids;
  }

  @Funq("billing-create-checkout")
  @Uses(Outside.STRIPE)
  @Http(
      route = "POST /v1/checkout-sessions",
      permission = "billing:manage",
      body = CreateCheckout.class,
      answer = CheckoutView.class,
      status = 201,
      transaction = false,
      timeoutSec = 30,
      errors = {
        "PAYMENTS_BLOCKED",
        "ALREADY_SUBSCRIBED",
        "CURRENCY_MISMATCH",
        "INVALID_RETURN_URL",
        "PLAN_NOT_SOLD",
        "CREDITS_BELOW_MINIMUM",
        "COUPON_UNKNOWN",
        "PAYMENTS_UNAVAILABLE",
        "PRICE_NOT_READY"
      },
      summary = "Opens a checkout; the open one of the same subject and plan is answered again.")
  public APIGatewayV2HTTPResponse create(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        (HttpCall call, CreateCheckout body) -> {
          demandCouponRight(call, body);
          demandPlan(body);
          var reference = call.idempotencyReference();
          var view =
              checkouts.open(purchase(call, body), reference == null ? ids.next() : reference);
          return Answer.created("/v1/checkout-sessions/" + view.id(), view);
        });
  }

  private static void demandCouponRight(HttpCall call, CreateCheckout body) {
    if (body.couponCode() != null && !call.caller().may("coupons:redeem")) {
      throw KernelRefusal.PERMISSION_DENIED.because("a coupon needs coupons:redeem");
    }
  }

  private static void demandPlan(CreateCheckout body) {
    if (body.planId() == null && body.kind() != OrderKind.CREDITS) {
      throw KernelRefusal.VALIDATION_FAILED
          .because("what is bought has a plan")
          .field("planId", "REQUIRED", "must be set");
    }
  }

  private static Purchase purchase(HttpCall call, CreateCheckout body) {
    return new Purchase(
        body.kind(),
        call.organizationId(),
        call.caller().userId(),
        body.planId(),
        body.planPriceId(),
        body.platformId(),
        body.credits(),
        body.couponCode(),
        Objects.requireNonNullElse(body.provider(), Provider.STRIPE),
        body.successUrl(),
        body.cancelUrl());
  }

  @Funq("billing-get-checkout")
  @Http(
      route = "GET /v1/checkout-sessions/{checkoutId}",
      access = Access.CALLER,
      answer = CheckoutView.class,
      summary = "Shows a checkout to the user who opened it, or with billing:read.")
  public APIGatewayV2HTTPResponse get(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        call -> {
          var found =
              checkouts.get(
                  call.pathId("checkoutId"), call.organizationIdOrNull(), call.caller().userId());
          if (!found.own() && !call.caller().may("billing:read")) {
            throw KernelRefusal.PERMISSION_DENIED.because("billing:read is needed");
          }
          return Answer.ok(found.view());
        });
  }
}
