package dev.freehold.lambda;

import dev.freehold.kernel.Call;
import dev.freehold.kernel.Refusal;
import dev.freehold.kernel.Scope;
import dev.freehold.kernel.Secrets;
import dev.freehold.kernel.Transactions;
import dev.freehold.kernel.outbox.Envelope;
import dev.freehold.lambda.signal.Traces;
import dev.freehold.lambda.wake.WakeLease;
import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The edge for queues: scope of the envelope, one transaction, refusals are final. */
@Queue
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_BEFORE)
class QueueInterceptor {

  private final WakeLease lease;
  private final Transactions transactions;
  private final AfterCommit afterCommit;
  private final CallLog log;

  QueueInterceptor(
      WakeLease lease, Transactions transactions, AfterCommit afterCommit, CallLog log) {
    this.lease = lease;
    this.transactions = transactions;
    this.afterCommit = afterCommit;
    this.log = log;
  }

  @AroundInvoke
  @Nullable Object consume(InvocationContext invocation) throws Exception {
    Method method = invocation.getMethod();
    String name = Operation.name(method);
    Queue queue = method.getAnnotation(Queue.class);
    Object parameter = invocation.getParameters()[0];
    Envelope envelope = parameter instanceof Envelope e ? e : null;
    Call call = call(name, envelope);
    String messageId = envelope == null ? "" : String.valueOf(envelope.id());
    var entry = log.begin(name, "queue", call.requestId());
    lease.hold(Duration.ofSeconds(queue.timeoutSec()));
    try {
      Object result =
          call.call(
              () ->
                  queue.transaction()
                      ? Checked.unwrapped(
                          () -> transactions.requiresNew(() -> Checked.call(invocation::proceed)))
                      : invocation.proceed());
      entry.done(call, 200, messageId);
      return result;
    } catch (Exception failure) {
      Refusal refusal = Problems.refusalIn(failure);
      if (refusal != null && !isPassing(refusal)) {
        entry.refusedForGood(call, refusal.code(), refusal.detail(), messageId);
        return null;
      }
      entry.retried(call, failure, messageId);
      throw failure;
    } finally {
      afterCommit.send(call);
    }
  }

  /** What passes by itself comes back instead. */
  private static boolean isPassing(Refusal refusal) {
    return switch (refusal.kind()) {
      case UNAVAILABLE, TOO_MANY -> true;
      case INVALID,
          UNAUTHENTICATED,
          PAYMENT_REQUIRED,
          FORBIDDEN,
          NOT_FOUND,
          CONFLICT,
          GONE,
          PRECONDITION_FAILED,
          TOO_LARGE,
          UNSUPPORTED,
          UNPROCESSABLE ->
          false;
    };
  }

  private static Call call(String name, @Nullable Envelope envelope) {
    if (envelope == null) {
      return Traces.system(name, Scope.operator());
    }
    Scope scope =
        envelope.organizationId() == null
            ? Scope.operator()
            : Scope.tenant(envelope.organizationId());
    return new Call(
        scope,
        dev.freehold.kernel.Actor.system(name),
        Objects.requireNonNullElseGet(envelope.requestId(), () -> "r-" + Secrets.word(20)),
        Traces.enter(envelope.traceparent()),
        name,
        null,
        null,
        new Call.State());
  }
}
