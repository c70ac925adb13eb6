package dev.freehold.local.sandbox;

import dev.freehold.functions.core.sandbox.FaultRequest;
import dev.freehold.functions.core.sandbox.FaultView;
import dev.freehold.sandbox.Fault;
import java.util.Objects;

/** A fault between HTTP and the sandbox. */
final class FaultWords {

  private FaultWords() {}

  static Fault fault(FaultRequest request) {
    return new Fault(
        "",
        request.service(),
        request.kind(),
        request.method(),
        request.path(),
        request.operation(),
        request.point(),
        Objects.requireNonNullElse(request.nth(), 1),
        Objects.requireNonNullElse(request.times(), 1),
        request.status(),
        request.retryAfter(),
        request.delay());
  }

  static FaultView view(Fault fault) {
    return new FaultView(
        fault.id(),
        fault.service(),
        fault.kind(),
        fault.method(),
        fault.path(),
        fault.operation(),
        fault.point(),
        fault.nth(),
        fault.times(),
        fault.status(),
        fault.retryAfter(),
        fault.delay());
  }
}
