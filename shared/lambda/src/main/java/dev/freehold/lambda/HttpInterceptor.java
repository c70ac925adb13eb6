package dev.freehold.lambda;

import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;

/** Tells the edge whose annotation the running method carries. */
@Http
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_BEFORE)
class HttpInterceptor {

  @AroundInvoke
  Object bind(InvocationContext invocation) throws Exception {
    return Operation.of(invocation.getMethod()).call(invocation);
  }
}
