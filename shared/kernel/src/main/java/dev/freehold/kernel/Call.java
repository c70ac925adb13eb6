package dev.freehold.kernel;

import dev.freehold.kernel.signal.Metric;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * One call of one operation: who acts, on whose behalf, under which request id. Bound by the edge
 * for as long as the call lasts; services read it, none passes it on.
 *
 * @param requestId as in {@code X-Request-Id}
 * @param userAgent at most 500 characters
 */
public record Call(
    Scope scope,
    Actor actor,
    String requestId,
    @Nullable String traceparent,
    String operation,
    @Nullable String ipAddress,
    @Nullable String userAgent,
    State state) {

  /** What a call gathers while it runs: one thread, no lock. */
  public static final class State {
    private final List<CommittedMessage> committedMessages = new ArrayList<>();
    private final Map<Metric, Long> figures = new EnumMap<>(Metric.class);
    private @Nullable UUID runId;
    private @Nullable Long answerHeldUntilNanos;
    private int statements;

    public void countStatement() {
      statements++;
    }

    /** SQL statements so far, without BEGIN, COMMIT and the scope. */
    public int statements() {
      return statements;
    }

    /** What the call's log line tells beside its own figures. */
    public Map<Metric, Long> figures() {
      return figures;
    }

    public void runId(UUID id) {
      runId = id;
    }

    /** The row of core.runs of a schedule's call. */
    public @Nullable UUID runId() {
      return runId;
    }

    /**
     * The answer is not given before, also when its messages were handed over sooner.
     *
     * @param nanos of {@link System#nanoTime}
     */
    public void holdAnswerUntil(long nanos) {
      answerHeldUntilNanos = nanos;
    }

    public @Nullable Long answerHeldUntilNanos() {
      return answerHeldUntilNanos;
    }

    /** Messages whose transaction committed and that are to be handed over before the call ends. */
    public List<CommittedMessage> committedMessages() {
      return committedMessages;
    }
  }

  private static final ScopedValue<Call> CURRENT = ScopedValue.newInstance();

  /** The call under way; outside one, a call in no scope that belongs to nobody. */
  public static Call current() {
    return CURRENT.isBound() ? CURRENT.get() : system("unbound", Scope.none());
  }

  public static Call system(String operation, Scope scope) {
    return new Call(
        scope,
        Actor.system(operation),
        "r-" + Secrets.word(16),
        null,
        operation,
        null,
        null,
        new State());
  }

  /** The same call in another scope; what it gathers stays together. */
  public Call in(Scope other) {
    return new Call(other, actor, requestId, traceparent, operation, ipAddress, userAgent, state);
  }

  public void run(Runnable work) {
    ScopedValue.where(CURRENT, this).run(work);
  }

  public <T extends @Nullable Object> T call(Callable<T> work) throws Exception {
    return ScopedValue.where(CURRENT, this).call(work::call);
  }

  /** As {@link #call}, for work that throws no checked exception. */
  public <T extends @Nullable Object> T supply(java.util.function.Supplier<T> work) {
    return ScopedValue.where(CURRENT, this).call(work::get);
  }
}
