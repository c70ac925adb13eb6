package dev.freehold.functions.core.sandbox;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.freehold.lambda.Access;
import dev.freehold.lambda.Answer;
import dev.freehold.lambda.Http;
import dev.freehold.lambda.HttpCall;
import dev.freehold.lambda.HttpEdge;
import io.quarkus.funqy.Funq;
import jakarta.enterprise.inject.Instance;
import java.util.Map;
import java.util.Objects;

/** The buttons of the simulators: what people and providers do outside. */
public class SimulatorFunctions {

  private final HttpEdge edge;
  private final Instance<SandboxControl> control;

  SimulatorFunctions(HttpEdge edge, Instance<SandboxControl> control) {
    this.edge = edge;
    this.control = control;
  }

  @Funq("core-list-sandbox-mail")
  @Http(
      route = "GET /v1/sandbox/mail",
      access = Access.SANDBOX,
      answer = ReceivedMail.class,
      list = true,
      query = {"to?", "template?", "since?"},
      transaction = false,
      summary = "Lists what arrived in the mailbox, newest first.")
  public APIGatewayV2HTTPResponse mail(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        call ->
            Answer.ok(
                SandboxList.of(
                    control
                        .get()
                        .mail(
                            call.query("to"),
                            call.query("template"),
                            call.queryInstant("since")))));
  }

  @Funq("core-report-sandbox-mail")
  @Http(
      route = "POST /v1/sandbox/mail/{mailId}/report",
      access = Access.SANDBOX,
      body = ReportMail.class,
      status = 202,
      transaction = false,
      summary = "Lets the mail provider report on a mail.")
  public APIGatewayV2HTTPResponse reportMail(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        (HttpCall call, ReportMail body) -> {
          control.get().reportMail(call.path("mailId"), body.event());
          return Answer.accepted(Map.of());
        });
  }

  @Funq("core-complete-checkout")
  @Http(
      route = "POST /v1/sandbox/stripe/checkout-sessions/{sessionId}/complete",
      access = Access.SANDBOX,
      body = CheckoutRequest.class,
      answer = CheckoutRequest.Completed.class,
      errors = {"SESSION_NOT_OPEN"},
      transaction = false,
      summary = "Does what a customer does on the checkout's page.")
  public APIGatewayV2HTTPResponse completeCheckout(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        (HttpCall call, CheckoutRequest body) ->
            Answer.ok(
                control
                    .get()
                    .completeCheckout(
                        call.path("sessionId"),
                        Objects.requireNonNullElse(body.outcome(), "succeed"))));
  }

  @Funq("core-set-payment-outcome")
  @Http(
      route = "PUT /v1/sandbox/stripe/payment-outcome",
      access = Access.SANDBOX,
      body = PaymentOutcomeRequest.class,
      answer = PaymentOutcomeRequest.class,
      transaction = false,
      summary = "Says how an organization's charges end from now on.")
  public APIGatewayV2HTTPResponse setPaymentOutcome(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        (HttpCall call, PaymentOutcomeRequest body) -> {
          control.get().setPaymentOutcome(body);
          return Answer.ok(body);
        });
  }

  @Funq("core-set-webhook-delivery")
  @Http(
      route = "PUT /v1/sandbox/stripe/delivery",
      access = Access.SANDBOX,
      body = WebhookDelivery.class,
      answer = WebhookDelivery.class,
      transaction = false,
      summary = "Says in what order, how often and whether events are delivered.")
  public APIGatewayV2HTTPResponse setWebhookDelivery(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        (HttpCall call, WebhookDelivery body) -> {
          WebhookDelivery whole =
              new WebhookDelivery(
                  Objects.requireNonNullElse(body.order(), "created"),
                  Objects.requireNonNullElse(body.copies(), 1),
                  Objects.requireNonNullElse(body.hold(), false));
          control.get().setWebhookDelivery(whole);
          return Answer.ok(whole);
        });
  }

  @Funq("core-set-sandbox-usage")
  @Http(
      route = "PUT /v1/sandbox/cloudflare/usage",
      access = Access.SANDBOX,
      body = UsageSetting.class,
      answer = UsageSetting.class,
      transaction = false,
      summary = "Says what a platform uses per day.")
  public APIGatewayV2HTTPResponse setUsage(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        (HttpCall call, UsageSetting body) -> {
          control.get().setUsage(body);
          return Answer.ok(body);
        });
  }

  @Funq("core-open-operator-session")
  @Http(
      route = "POST /v1/sandbox/operator-session",
      access = Access.SANDBOX,
      answer = OperatorSession.class,
      status = 201,
      transaction = false,
      summary = "Signs the first operator in, fresh.")
  public APIGatewayV2HTTPResponse openOperatorSession(APIGatewayV2HTTPEvent event) {
    return edge.answer(event, call -> Answer.status(201, control.get().openOperatorSession()));
  }
}
