package dev.freehold.local.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.functions.core.sandbox.CheckoutRequest;
import dev.freehold.functions.core.sandbox.PaymentOutcomeRequest;
import dev.freehold.functions.core.sandbox.ReceivedMail;
import dev.freehold.functions.core.sandbox.SandboxRefusal;
import dev.freehold.functions.core.sandbox.UsageSetting;
import dev.freehold.functions.core.sandbox.WebhookDelivery;
import dev.freehold.kernel.KernelRefusal;
import dev.freehold.local.start.HostParts;
import dev.freehold.sandbox.Sandbox;
import dev.freehold.sandbox.cloudflare.CloudflareSimulator;
import dev.freehold.sandbox.mail.MailNews;
import dev.freehold.sandbox.mail.MailSimulator;
import dev.freehold.sandbox.mail.SandboxMail;
import dev.freehold.sandbox.stripe.CheckoutOutcome;
import dev.freehold.sandbox.stripe.CheckoutResult;
import dev.freehold.sandbox.stripe.PaymentOutcome;
import dev.freehold.sandbox.stripe.SessionNotOpenException;
import dev.freehold.sandbox.stripe.StripeSimulator;
import dev.freehold.sandbox.stripe.webhook.DeliverySettings;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.SqsClient;

/** What people outside do, pressed by an operation. */
@ApplicationScoped
class SimulatorButtons {

  private static final String REPORTS = "core-record-mail-event";

  private final Sandbox sandbox;
  private final SqsClient sqs;
  private final Clock clock;

  SimulatorButtons(Sandbox sandbox, SqsClient sqs, Clock clock) {
    this.sandbox = sandbox;
    this.sqs = sqs;
    this.clock = clock;
  }

  List<ReceivedMail> mail(@Nullable String to, @Nullable String template, @Nullable Instant since) {
    return mailbox().list(to, template, since).stream().map(SimulatorButtons::view).toList();
  }

  private static ReceivedMail view(SandboxMail mail) {
    return new ReceivedMail(
        mail.id(),
        mail.to(),
        mail.from(),
        mail.subject(),
        mail.template(),
        mail.headers(),
        mail.text(),
        mail.html(),
        mail.code(),
        mail.links(),
        mail.at());
  }

  /** The provider's notification, by the way it takes at the provider: onto its queue. */
  void reportMail(String mailId, String event) {
    mailbox().onReport(this::putOnQueue);
    if (!mailbox().report(mailId, word(MailNews.class, event))) {
      throw KernelRefusal.notFound("mail");
    }
  }

  private void putOnQueue(JsonNode notification) {
    String queue = HostParts.QUEUE_PREFIX + REPORTS;
    String url = sqs.getQueueUrl(request -> request.queueName(queue)).queueUrl();
    sqs.sendMessage(request -> request.queueUrl(url).messageBody(notification.toString()));
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
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    boolean isKnown =
        sandbox
            .simulator(CloudflareSimulator.class)
            .setUsage(
                usage.platformKey(),
                usage.metrics(),
                Objects.requireNonNullElse(usage.from(), today),
                usage.to());
    if (!isKnown) {
      throw KernelRefusal.notFound("platform");
    }
  }

  private MailSimulator mailbox() {
    return sandbox.simulator(MailSimulator.class);
  }

  private StripeSimulator stripe() {
    return sandbox.simulator(StripeSimulator.class);
  }

  private static <E extends Enum<E>> E word(Class<E> type, String word) {
    return Enum.valueOf(type, word.toUpperCase(Locale.ROOT));
  }
}
