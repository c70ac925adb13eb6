package dev.freehold.billing.event;

import dev.freehold.billing.BillingRefusal;
import dev.freehold.stripe.StripeEvent;
import dev.freehold.stripe.WebhookSignature;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** Takes what Stripe posts: the signature first, then the row; nothing else happens here. */
@ApplicationScoped
public class WebhookReceipt {

  private final WebhookSignature signature;
  private final ReceivedEvents events;

  WebhookReceipt(WebhookSignature signature, ReceivedEvents events) {
    this.signature = signature;
    this.events = events;
  }

  /**
   * @param body the bytes as they came
   * @return false when the event is known
   * @throws dev.freehold.kernel.Refusal {@code WEBHOOK_NOT_CONFIGURED}, {@code SIGNATURE_INVALID},
   *     {@code SIGNATURE_EXPIRED}, {@code EVENT_MALFORMED}; nothing is stored then
   */
  public boolean receive(@Nullable String header, byte[] body) {
    switch (signature.judge(header, body)) {
      case GENUINE -> {
        // Goes on below.
      }
      case NOT_CONFIGURED ->
          throw BillingRefusal.WEBHOOK_NOT_CONFIGURED.because("no secret to judge events by");
      case INVALID ->
          throw BillingRefusal.SIGNATURE_INVALID.because(
              "made with none of the endpoint's secrets");
      case EXPIRED ->
          throw BillingRefusal.SIGNATURE_EXPIRED.because(
              "the signature's time is too far from now");
    }
    return events.store(read(body));
  }

  private static StripeEvent read(byte[] body) {
    try {
      return StripeEvent.of(body);
    } catch (IllegalArgumentException e) {
      throw BillingRefusal.EVENT_MALFORMED.because("the body is no event");
    }
  }
}
