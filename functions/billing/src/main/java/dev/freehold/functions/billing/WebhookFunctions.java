package dev.freehold.functions.billing;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.freehold.billing.event.WebhookReceipt;
import dev.freehold.lambda.Access;
import dev.freehold.lambda.Answer;
import dev.freehold.lambda.Http;
import dev.freehold.lambda.HttpEdge;
import dev.freehold.lambda.catalogue.Outside;
import dev.freehold.lambda.catalogue.Uses;
import io.quarkus.funqy.Funq;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/** What the payment providers post. */
public class WebhookFunctions {

  /** The provider's receipt. */
  @RegisterForReflection
  public record Received(
      boolean received, @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean duplicate) {}

  private final HttpEdge edge;
  private final WebhookReceipt receipt;

  WebhookFunctions(HttpEdge edge, WebhookReceipt receipt) {
    this.edge = edge;
    this.receipt = receipt;
  }

  @Funq("billing-receive-stripe-event")
  @Uses(Outside.STRIPE)
  @Http(
      route = "POST /v1/webhooks/stripe",
      access = Access.WEBHOOK,
      answer = Received.class,
      errors = {
        "WEBHOOK_NOT_CONFIGURED",
        "SIGNATURE_INVALID",
        "SIGNATURE_EXPIRED",
        "EVENT_MALFORMED"
      },
      summary = "Stores a signed event of Stripe; a known one is answered alike.")
  public APIGatewayV2HTTPResponse receiveStripe(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        call -> {
          boolean isNew = receipt.receive(call.header("stripe-signature"), call.rawBody());
          return Answer.ok(new Received(true, isNew ? null : Boolean.TRUE));
        });
  }
}
