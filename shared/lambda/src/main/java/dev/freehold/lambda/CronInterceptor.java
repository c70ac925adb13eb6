package dev.freehold.lambda;

import dev.freehold.kernel.Call;
import dev.freehold.kernel.Scope;
import dev.freehold.kernel.Swept;
import dev.freehold.kernel.edge.Runs;
import dev.freehold.lambda.schedule.CronExpression;
import dev.freehold.lambda.signal.Traces;
import dev.freehold.lambda.wake.ScheduleGate;
import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The edge for schedules: one run of one slot, in operator scope, recorded. */
@Cron
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_BEFORE)
class CronInterceptor {

  private final ScheduleGate gate;
  private final Runs runs;
  private final AfterCommit afterCommit;
  private final CallLog log;

  CronInterceptor(ScheduleGate gate, Runs runs, AfterCommit afterCommit, CallLog log) {
    this.gate = gate;
    this.runs = runs;
    this.afterCommit = afterCommit;
    this.log = log;
  }

  @AroundInvoke
  @Nullable Object run(InvocationContext invocation) throws Exception {
    Method method = invocation.getMethod();
    String name = Operation.name(method);
    Cron cron = method.getAnnotation(Cron.class);
    Optional<ScheduleGate.Passage> passage =
        gate.ask(name, CronExpression.parse(cron.value()), Duration.ofSeconds(cron.timeoutSec()));
    if (passage.isEmpty()) {
      return new Swept(0, false, null);
    }
    Tick tick = (Tick) invocation.getParameters()[0];
    Call call = Traces.system(name, Scope.operator());
    var entry = log.begin(name, "cron", call.requestId());
    Optional<UUID> run = claimed(call, tick, entry);
    if (run.isEmpty()) {
      entry.done(call, 200, null);
      return new Swept(0, false, null);
    }
    try {
      Swept swept = (Swept) call.call(invocation::proceed);
      call.run(() -> runs.complete(run.get(), swept));
      boolean hasMessages = !call.state().committedMessages().isEmpty();
      passage.get().completed(swept, swept.found() > 0 || swept.more() || hasMessages);
      entry.done(call, 200, null);
      return swept;
    } catch (Exception failure) {
      try {
        call.run(() -> runs.fail(run.get(), failure));
      } finally {
        // Also when the database is what failed.
        entry.retried(call, failure, null);
      }
      throw failure;
    } finally {
      afterCommit.send(call);
    }
  }

  private Optional<UUID> claimed(Call call, Tick tick, CallLog.Entry entry) throws Exception {
    try {
      return call.call(() -> runs.claim(call.operation(), tick.scheduledAt(), null));
    } catch (Exception failure) {
      entry.retried(call, failure, null);
      throw failure;
    }
  }
}
