package dev.freehold.lambda;

import dev.freehold.kernel.Call;
import dev.freehold.kernel.Scope;
import dev.freehold.lambda.signal.Traces;
import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import org.jspecify.annotations.Nullable;

/** The edge for invocations by hand: operator scope, one log line. */
@Direct
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_BEFORE)
class DirectInterceptor {

  private final AfterCommit afterCommit;
  private final CallLog log;

  DirectInterceptor(AfterCommit afterCommit, CallLog log) {
    this.afterCommit = afterCommit;
    this.log = log;
  }

  @AroundInvoke
  @Nullable Object invoke(InvocationContext invocation) throws Exception {
    String name = Operation.name(invocation.getMethod());
    Call call = Traces.system(name, Scope.operator());
    var entry = log.begin(name, "direct", call.requestId());
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
