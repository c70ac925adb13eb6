package dev.freehold.local.sandbox;

import dev.freehold.functions.core.sandbox.CheckoutRequest;
import dev.freehold.functions.core.sandbox.PaymentOutcomeRequest;
import dev.freehold.functions.core.sandbox.ReceivedMail;
import dev.freehold.functions.core.sandbox.SandboxRefusal;
import dev.freehold.functions.core.sandbox.UsageSetting;
import dev.freehold.functions.core.sandbox.WebhookDelivery;
import dev.freehold.kernel.KernelRefusal;
import dev.freehold.sandbox.Sandbox;
import dev.freehold.sandbox.stripe.CheckoutOutcome;
import dev.freehold.sandbox.stripe.CheckoutResult;
import dev.freehold.sandbox.stripe.PaymentOutcome;
import dev.freehold.sandbox.stripe.SessionNotOpenException;
import dev.freehold.sandbox.stripe.StripeSimulator;
import dev.freehold.sandbox.stripe.webhook.DeliverySettings;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What people outside do, pressed by an operation. */
@ApplicationScoped
class SimulatorButtons {

  private final Sandbox sandbox;

  SimulatorButtons(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  List<ReceivedMail> mail(@Nullable String to, @Nullable String template, @Nullable Instant since) {
    return List.of();
  }

  void reportMail(String mailId, String event) {
    throw KernelRefusal.notFound("mail");
  }

  CheckoutRequest.Completed completeCheckout(String sessionId, String outcome) {
    try {
      CheckoutResult result =
          stripe().completeCheckout(sessionId, word(CheckoutOutcome.class, outcome));
      return new CheckoutRequest.Completed(
          result.sessionId(), result.status(), result.paymentStatus(), result.redirectUrl());
    } catch (SessionNotOpenException e) {
      throw SandboxRefusal.SESSION_NOT_OPEN.because("%s is not open", sessionId);
    }
  }

  void setPaymentOutcome(PaymentOutcomeRequest request) {
    boolean isKnown =
        stripe()
            .setPaymentOutcome(
                request.organizationId().toString(), word(PaymentOutcome.class, request.outcome()));
    if (!isKnown) {
      throw KernelRefusal.notFound("customer");
    }
  }

  void setWebhookDelivery(WebhookDelivery delivery) {
    stripe()
        .setDelivery(
            new DeliverySettings(
                word(
                    DeliverySettings.Order.class,
                    Objects.requireNonNullElse(delivery.order(), "created")),
                Objects.requireNonNullElse(delivery.copies(), 1),
                Objects.requireNonNullElse(delivery.hold(), false)));
  }

  void setUsage(UsageSetting usage) {
    throw KernelRefusal.notFound("platform");
  }

  private StripeSimulator stripe() {
    return sandbox.simulator(StripeSimulator.class);
  }

  private static <E extends Enum<E>> E word(Class<E> type, String word) {
    return Enum.valueOf(type, word.toUpperCase(Locale.ROOT));
  }
}
