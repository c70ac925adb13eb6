package dev.freehold.local.sandbox;

import dev.freehold.functions.core.sandbox.AdvancedView;
import dev.freehold.functions.core.sandbox.CheckoutRequest;
import dev.freehold.functions.core.sandbox.ClockView;
import dev.freehold.functions.core.sandbox.FaultRequest;
import dev.freehold.functions.core.sandbox.FaultView;
import dev.freehold.functions.core.sandbox.OperatorSession;
import dev.freehold.functions.core.sandbox.PaymentOutcomeRequest;
import dev.freehold.functions.core.sandbox.ReceivedMail;
import dev.freehold.functions.core.sandbox.SandboxControl;
import dev.freehold.functions.core.sandbox.SandboxRefusal;
import dev.freehold.functions.core.sandbox.SettledView;
import dev.freehold.functions.core.sandbox.UsageSetting;
import dev.freehold.functions.core.sandbox.WebhookDelivery;
import dev.freehold.local.schedule.Advance;
import dev.freehold.local.schedule.Settling;
import dev.freehold.local.start.MovableClock;
import dev.freehold.sandbox.Sandbox;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The sandbox of this host. */
@ApplicationScoped
class LocalSandboxControl implements SandboxControl {

  /** Up to here hourly schedules run every hour of an advance, beyond every six. */
  private static final Duration FINE_UP_TO = Duration.ofDays(2);

  private static final Duration FINE_STEP = Duration.ofHours(1);
  private static final Duration COARSE_STEP = Duration.ofHours(6);

  private final MovableClock clock;
  private final Advance advance;
  private final Settling settling;
  private final SandboxReset reset;
  private final Sandbox sandbox;
  private final SimulatorButtons buttons;
  private final FirstOperator operator;
  private final AtomicBoolean isBusy = new AtomicBoolean();

  LocalSandboxControl(
      MovableClock clock,
      Advance advance,
      Settling settling,
      SandboxReset reset,
      Sandbox sandbox,
      SimulatorButtons buttons,
      FirstOperator operator) {
    this.clock = clock;
    this.advance = advance;
    this.settling = settling;
    this.reset = reset;
    this.sandbox = sandbox;
    this.buttons = buttons;
    this.operator = operator;
  }

  @Override
  public ClockView clock() {
    return new ClockView(clock.instant(), clock.offset());
  }

  @Override
  public AdvancedView advance(Instant to, @Nullable Duration step) {
    return alone(
        () -> {
          Duration distance = Duration.between(clock.instant(), to);
          Duration byDistance = distance.compareTo(FINE_UP_TO) <= 0 ? FINE_STEP : COARSE_STEP;
          Advance.Moved moved = advance.to(to, step == null ? byDistance : step);
          return new AdvancedView(
              moved.from(),
              moved.to(),
              moved.stops(),
              moved.runs(),
              moved.messages(),
              moved.events(),
              moved.failed().stream()
                  .map(one -> new AdvancedView.Failed(one.operation(), one.at(), one.error()))
                  .toList());
        });
  }

  @Override
  public SettledView settle(Duration timeout) {
    Settling.Settled settled = settling.settle(timeout);
    return new SettledView(settled.isIdle(), settled.messages(), settled.events());
  }

  @Override
  public Instant reset(boolean keepClock) {
    return alone(
        () -> {
          reset.run(keepClock);
          return clock.instant();
        });
  }

  private <T> T alone(Supplier<T> work) {
    if (!isBusy.compareAndSet(false, true)) {
      throw SandboxRefusal.CLOCK_BUSY.because("the clock is being moved");
    }
    try {
      return work.get();
    } finally {
      isBusy.set(false);
    }
  }

  @Override
  public FaultView addFault(FaultRequest fault) {
    return FaultWords.view(sandbox.faults().add(FaultWords.fault(fault)));
  }

  @Override
  public List<FaultView> faults() {
    return sandbox.faults().list().stream().map(FaultWords::view).toList();
  }

  @Override
  public void clearFaults() {
    sandbox.faults().clear();
  }

  @Override
  public List<ReceivedMail> mail(
      @Nullable String to, @Nullable String template, @Nullable Instant since) {
    return buttons.mail(to, template, since);
  }

  @Override
  public void reportMail(String mailId, String event) {
    buttons.reportMail(mailId, event);
  }

  @Override
  public CheckoutRequest.Completed completeCheckout(String sessionId, String outcome) {
    return buttons.completeCheckout(sessionId, outcome);
  }

  @Override
  public void setPaymentOutcome(PaymentOutcomeRequest outcome) {
    buttons.setPaymentOutcome(outcome);
  }

  @Override
  public void setWebhookDelivery(WebhookDelivery delivery) {
    buttons.setWebhookDelivery(delivery);
  }

  @Override
  public void setUsage(UsageSetting usage) {
    buttons.setUsage(usage);
  }

  @Override
  public OperatorSession openOperatorSession() {
    return operator.openSession();
  }
}
