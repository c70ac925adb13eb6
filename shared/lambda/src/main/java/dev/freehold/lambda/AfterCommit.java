package dev.freehold.lambda;

import dev.freehold.kernel.Call;
import dev.freehold.kernel.edge.CrashPoints;
import dev.freehold.kernel.outbox.OutboxRelay;
import dev.freehold.lambda.wake.WakeLease;
import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** Hands over what a call committed, before its function returns. */
@ApplicationScoped
class AfterCommit {

  /** Of handing messages over. */
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final OutboxRelay relay;
  private final WakeLease lease;
  private final CrashPoints crashPoints;

  AfterCommit(OutboxRelay relay, WakeLease lease, CrashPoints crashPoints) {
    this.relay = relay;
    this.lease = lease;
    this.crashPoints = crashPoints;
  }

  /** The answer stands, whatever happens here: what was not handed over, the relay brings. */
  void send(Call call) {
    if (!call.state().committedMessages().isEmpty()) {
      crashPoints.reached(call.operation(), CrashPoints.Point.AFTER_COMMIT);
      // Of a call that was not expected to write, such as a GET that somebody's browser follows.
      lease.hold(LIMIT);
    }
    try {
      relay.sendCommitted(call);
    } catch (RuntimeException failure) {
      Log.warnf(failure, "messages of %s wait for the relay", call.operation());
    }
  }
}
