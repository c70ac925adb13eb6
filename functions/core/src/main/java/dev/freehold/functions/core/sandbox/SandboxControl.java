package dev.freehold.functions.core.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the sandbox can be told. The local host implements it; elsewhere there is none, and the
 * operations answer 404 before they ask.
 */
public interface SandboxControl {

  ClockView clock();

  /**
   * Runs what is due on the way.
   *
   * @param step null = by the distance
   */
  AdvancedView advance(Instant to, @Nullable Duration step);

  SettledView settle(Duration timeout);

  /** Empties everything and loads the starter data again; the new time. */
  Instant reset(boolean keepClock);

  FaultView addFault(FaultRequest fault);

  List<FaultView> faults();

  void clearFaults();

  /**
   * Newest first.
   *
   * @param since inclusive
   */
  List<ReceivedMail> mail(@Nullable String to, @Nullable String template, @Nullable Instant since);

  void reportMail(String mailId, String event);

  CheckoutRequest.Completed completeCheckout(String sessionId, String outcome);

  void setPaymentOutcome(PaymentOutcomeRequest outcome);

  void setWebhookDelivery(WebhookDelivery delivery);

  void setUsage(UsageSetting usage);

  OperatorSession openOperatorSession();
}
