package dev.freehold.lambda;

import io.quarkus.funqy.Funq;
import java.lang.reflect.Method;

/** The operation whose method runs, as its annotations describe it. */
record Operation(String name, Http http) {

  private static final ScopedValue<Operation> CURRENT = ScopedValue.newInstance();

  static Operation of(Method method) {
    return new Operation(name(method), method.getAnnotation(Http.class));
  }

  static String name(Method method) {
    return method.getAnnotation(Funq.class).value();
  }

  static Operation current() {
    if (!CURRENT.isBound()) {
      throw new IllegalStateException("HttpEdge.answer is called by a method with @Http only");
    }
    return CURRENT.get();
  }

  Object call(jakarta.interceptor.InvocationContext invocation) throws Exception {
    return ScopedValue.where(CURRENT, this).call(invocation::proceed);
  }
}
