package dev.freehold.lambda;

import dev.freehold.kernel.Call;
import dev.freehold.kernel.edge.CrashPoints;
import dev.freehold.kernel.outbox.OutboxRelay;
import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;

/** Hands over what a call committed, before its function returns. */
@ApplicationScoped
class AfterCommit {

  private final OutboxRelay relay;
  private final CrashPoints crashPoints;

  AfterCommit(OutboxRelay relay, CrashPoints crashPoints) {
    this.relay = relay;
    this.crashPoints = crashPoints;
  }

  /** The answer stands, whatever happens here: what was not handed over, the relay brings. */
  void send(Call call) {
    if (!call.state().committedMessages().isEmpty()) {
      crashPoints.reached(call.operation(), CrashPoints.Point.AFTER_COMMIT);
    }
    try {
      relay.sendCommitted(call);
    } catch (RuntimeException failure) {
      Log.warnf(failure, "messages of %s wait for the relay", call.operation());
    }
  }
}
