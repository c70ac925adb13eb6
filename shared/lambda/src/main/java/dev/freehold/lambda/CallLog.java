package dev.freehold.lambda;

import dev.freehold.kernel.Call;
import dev.freehold.kernel.signal.Metric;
import dev.freehold.kernel.signal.MetricsConfig;
import dev.freehold.lambda.signal.EmbeddedMetrics;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** One line per call, at its end: what ran, for whom, how it ended, what it cost. */
@ApplicationScoped
class CallLog {

  private static final Logger LOG = Logger.getLogger("freehold.call");

  /** As a parameter the line reaches its handler whole; as the message it would be text by then. */
  private static final String LINE = "%s";

  private final String environment;
  private final MetricsConfig metrics;
  private volatile boolean cold = true;

  CallLog(
      @ConfigProperty(name = "freehold.environment") String environment, MetricsConfig metrics) {
    this.environment = environment;
    this.metrics = metrics;
  }

  Entry begin(String operation, String trigger, String requestId) {
    boolean isCold = cold;
    cold = false;
    return new Entry(operation, trigger, requestId, isCold);
  }

  /** A call under way. */
  final class Entry {
    private final String operation;
    private final String trigger;
    private final String requestId;
    private final boolean isCold;
    private final long beganNanos = System.nanoTime();
    private final Map<String, Object> fields = new LinkedHashMap<>();

    private Entry(String operation, String trigger, String requestId, boolean isCold) {
      this.operation = operation;
      this.trigger = trigger;
      this.requestId = requestId;
      this.isCold = isCold;
    }

    void done(Call call, int status, @Nullable String messageId) {
      tell(call, messageId);
      fields.put("status", status);
      LOG.infof(LINE, line("done", call, status >= 500 ? Metric.FAULTS : null));
    }

    /** INFO for a refusal the caller sees, ERROR with its stack for anything unexpected. */
    void failed(Call call, Problems.Problem problem, Throwable failure) {
      tell(call, null);
      fields.put("status", problem.status());
      fields.put("code", problem.code());
      if (problem.status() >= 500) {
        LOG.errorf(failure, LINE, line("refused", call, Metric.FAULTS));
      } else {
        LOG.infof(LINE, line("refused", call, Metric.REFUSALS));
      }
    }

    void refusedForGood(Call call, String code, String detail, String messageId) {
      tell(call, messageId);
      fields.put("code", code);
      fields.put("error", detail);
      LOG.warnf(LINE, line("refused", call, Metric.REFUSALS));
    }

    void retried(Call call, Throwable failure, @Nullable String messageId) {
      tell(call, messageId);
      LOG.errorf(failure, LINE, line("failed", call, Metric.FAULTS));
    }

    private void tell(Call call, @Nullable String messageId) {
      fields.put("operation", operation);
      fields.put("trigger", trigger);
      fields.put("requestId", requestId);
      if (call.traceparent() != null) {
        fields.put("traceId", call.traceparent().substring(3, 35));
      }
      if (call.scope().organizationId() != null) {
        fields.put("organizationId", call.scope().organizationId().toString());
      }
      fields.put("actor", call.actor().type().word() + ':' + call.actor().id());
      fields.put("coldStart", isCold);
      fields.put(Metric.DURATION.label(), (System.nanoTime() - beganNanos) / 1_000_000);
      fields.put(Metric.STATEMENTS.label(), call.state().statements());
      if (messageId != null && !messageId.isEmpty()) {
        fields.put("messageId", messageId);
      }
      if (call.state().runId() != null) {
        fields.put("run", String.valueOf(call.state().runId()));
      }
    }

    private Line line(String message, Call call, @Nullable Metric outcome) {
      var values = new EnumMap<Metric, Long>(Metric.class);
      values.put(Metric.CALLS, 1L);
      values.put(Metric.REFUSALS, outcome == Metric.REFUSALS ? 1L : 0L);
      values.put(Metric.FAULTS, outcome == Metric.FAULTS ? 1L : 0L);
      values.put(Metric.DURATION, (Long) fields.get(Metric.DURATION.label()));
      values.put(Metric.STATEMENTS, (long) call.state().statements());
      values.put(Metric.COLD_STARTS, isCold ? 1L : 0L);
      values.put(Metric.DB_WAIT, 0L);
      values.putAll(call.state().figures());
      return new Line(
          message,
          fields,
          new EmbeddedMetrics(environment, operation, values, metrics.byOperation()));
    }
  }

  /**
   * A log message with fields; the JSON formatter writes them as members, a console as text.
   *
   * @param fields without null values
   */
  record Line(String message, Map<String, Object> fields, EmbeddedMetrics metrics) {
    @Override
    public String toString() {
      return message + ' ' + fields;
    }
  }
}
