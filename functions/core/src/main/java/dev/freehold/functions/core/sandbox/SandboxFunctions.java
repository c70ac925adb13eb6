package dev.freehold.functions.core.sandbox;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.freehold.kernel.FieldError;
import dev.freehold.kernel.KernelRefusal;
import dev.freehold.lambda.Access;
import dev.freehold.lambda.Answer;
import dev.freehold.lambda.Http;
import dev.freehold.lambda.HttpCall;
import dev.freehold.lambda.HttpEdge;
import io.quarkus.funqy.Funq;
import jakarta.enterprise.inject.Instance;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** The clock, the faults and the state of the sandbox: kernel 9.2. */
public class SandboxFunctions {

  private static final Duration FARTHEST = Duration.ofDays(400);
  private static final Duration SETTLE_WITHIN = Duration.ofSeconds(30);

  private final HttpEdge edge;
  private final Instance<SandboxControl> control;

  SandboxFunctions(HttpEdge edge, Instance<SandboxControl> control) {
    this.edge = edge;
    this.control = control;
  }

  @Funq("core-get-clock")
  @Http(
      route = "GET /v1/sandbox/clock",
      access = Access.SANDBOX,
      answer = ClockView.class,
      transaction = false,
      summary = "Tells the product's time.")
  public APIGatewayV2HTTPResponse clock(APIGatewayV2HTTPEvent event) {
    return edge.answer(event, call -> Answer.ok(control.get().clock()));
  }

  @Funq("core-advance-clock")
  @Http(
      route = "POST /v1/sandbox/clock/advance",
      access = Access.SANDBOX,
      body = AdvanceClock.class,
      answer = AdvancedView.class,
      errors = {"CLOCK_BUSY", "CLOCK_BACKWARDS", "CLOCK_TOO_FAR"},
      transaction = false,
      timeoutSec = 900,
      summary = "Moves the clock and runs what is due on the way.")
  public APIGatewayV2HTTPResponse advance(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        (HttpCall call, AdvanceClock body) ->
            Answer.ok(control.get().advance(target(body), body.step())));
  }

  private Instant target(AdvanceClock body) {
    Duration by = body.by();
    Instant to = body.to();
    if ((by == null) == (to == null)) {
      throw KernelRefusal.VALIDATION_FAILED
          .because("one of by and to")
          .fields(List.of(new FieldError("by", "REQUIRED", "name by or to, not both")));
    }
    if (body.step() != null && body.step().compareTo(Duration.ofMinutes(1)) < 0) {
      throw KernelRefusal.VALIDATION_FAILED
          .because("the step is too small")
          .fields(List.of(new FieldError("step", "RANGE", "at least a minute")));
    }
    Instant now = control.get().clock().now();
    Instant target = to != null ? to : now.plus(Objects.requireNonNull(by));
    if (target.isBefore(now)) {
      throw SandboxRefusal.CLOCK_BACKWARDS.because("it is %s already", now);
    }
    if (Duration.between(now, target).compareTo(FARTHEST) > 0) {
      throw SandboxRefusal.CLOCK_TOO_FAR.because("%s is more than %s away", target, FARTHEST);
    }
    return target;
  }

  @Funq("core-settle-sandbox")
  @Http(
      route = "POST /v1/sandbox/settle",
      access = Access.SANDBOX,
      body = SettleSandbox.class,
      answer = SettledView.class,
      transaction = false,
      timeoutSec = 900,
      summary = "Waits until queues, mail and webhooks are at rest.")
  public APIGatewayV2HTTPResponse settle(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        (HttpCall call, SettleSandbox body) ->
            Answer.ok(
                control.get().settle(Objects.requireNonNullElse(body.timeout(), SETTLE_WITHIN))));
  }

  @Funq("core-reset-sandbox")
  @Http(
      route = "POST /v1/sandbox/reset",
      access = Access.SANDBOX,
      body = ResetSandbox.class,
      answer = ResetSandbox.Done.class,
      errors = {"CLOCK_BUSY"},
      transaction = false,
      timeoutSec = 900,
      summary = "Empties everything and loads the starter data again.")
  public APIGatewayV2HTTPResponse reset(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        (HttpCall call, ResetSandbox body) ->
            Answer.ok(
                new ResetSandbox.Done(control.get().reset(Boolean.TRUE.equals(body.keepClock())))));
  }

  @Funq("core-add-fault")
  @Http(
      route = "POST /v1/sandbox/faults",
      access = Access.SANDBOX,
      body = FaultRequest.class,
      answer = FaultView.class,
      status = 201,
      transaction = false,
      summary = "Lets something go wrong.")
  public APIGatewayV2HTTPResponse addFault(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        (HttpCall call, FaultRequest body) ->
            Answer.created("/v1/sandbox/faults", control.get().addFault(body)));
  }

  @Funq("core-list-faults")
  @Http(
      route = "GET /v1/sandbox/faults",
      access = Access.SANDBOX,
      answer = FaultView.class,
      list = true,
      transaction = false,
      summary = "Lists what is set to go wrong.")
  public APIGatewayV2HTTPResponse faults(APIGatewayV2HTTPEvent event) {
    return edge.answer(event, call -> Answer.ok(SandboxList.of(control.get().faults())));
  }

  @Funq("core-clear-faults")
  @Http(
      route = "DELETE /v1/sandbox/faults",
      access = Access.SANDBOX,
      status = 204,
      transaction = false,
      summary = "Clears the list of faults.")
  public APIGatewayV2HTTPResponse clearFaults(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        call -> {
          control.get().clearFaults();
          return Answer.noContent();
        });
  }
}
