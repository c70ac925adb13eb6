package dev.freehold.lambda;

import dev.freehold.kernel.Call;
import dev.freehold.kernel.Scope;
import dev.freehold.lambda.signal.Traces;
import dev.freehold.lambda.wake.WakeLease;
import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import java.lang.reflect.Method;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The edge for invocations by hand: operator scope, one log line. */
@Direct
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_BEFORE)
class DirectInterceptor {

  private final WakeLease lease;
  private final AfterCommit afterCommit;
  private final CallLog log;

  DirectInterceptor(WakeLease lease, AfterCommit afterCommit, CallLog log) {
    this.lease = lease;
    this.afterCommit = afterCommit;
    this.log = log;
  }

  @AroundInvoke
  @Nullable Object invoke(InvocationContext invocation) throws Exception {
    Method method = invocation.getMethod();
    String name = Operation.name(method);
    Call call = Traces.system(name, Scope.operator());
    var entry = log.begin(name, "direct", call.requestId());
    lease.hold(Duration.ofSeconds(method.getAnnotation(Direct.class).timeoutSec()));
    try {
      Object result = call.call(invocation::proceed);
      entry.done(call, 200, null);
      return result;
    } catch (Exception failure) {
      entry.retried(call, failure, null);
      throw failure;
    } finally {
      afterCommit.send(call);
    }
  }
}
