package dev.freehold.lambda.signal;

import dev.freehold.kernel.Call;
import dev.freehold.kernel.Scope;
import dev.freehold.kernel.signal.Traceparent;
import org.jspecify.annotations.Nullable;

/** The trace a call belongs to: the caller's, else Lambda's own, else one that begins here. */
public final class Traces {

  /** Where Lambda's runtime keeps X-Ray's header of the running invocation. */
  private static final String XRAY = "com.amazonaws.xray.traceHeader";

  private Traces() {}

  /** The header of this call, one step on from what came in. */
  public static String enter(@Nullable String received) {
    Traceparent former = Traceparent.parse(received);
    if (former == null) {
      former = Traceparent.ofXRay(System.getProperty(XRAY));
    }
    return (former == null ? Traceparent.begun() : former.next()).header();
  }

  /** A call that nobody made: a schedule's, an operator's by hand, a foreign message's. */
  public static Call system(String operation, Scope scope) {
    Call call = Call.system(operation, scope);
    return new Call(
        call.scope(),
        call.actor(),
        call.requestId(),
        enter(null),
        call.operation(),
        call.ipAddress(),
        call.userAgent(),
        call.state());
  }
}
