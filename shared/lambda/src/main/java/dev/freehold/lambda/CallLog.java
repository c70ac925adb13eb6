package dev.freehold.lambda;

import dev.freehold.kernel.Call;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** One line per call, at its end: what ran, for whom, how it ended, what it cost. */
@ApplicationScoped
class CallLog {

  private static final Logger LOG = Logger.getLogger("freehold.call");

  private volatile boolean cold = true;

  Entry begin(String operation, String trigger, String requestId) {
    boolean isCold = cold;
    cold = false;
    return new Entry(operation, trigger, requestId, isCold, System.nanoTime());
  }

  /** A call under way. */
  record Entry(
      String operation, String trigger, String requestId, boolean isCold, long beganNanos) {

    void done(Call call, int status, @Nullable String messageId) {
      Map<String, Object> fields = fields(call);
      fields.put("status", status);
      if (messageId != null) {
        fields.put("messageId", messageId);
      }
      LOG.info(new Line("done", fields));
    }

    /** INFO for a refusal the caller sees, ERROR with its stack for anything unexpected. */
    void failed(Call call, Problems.Problem problem, Throwable failure) {
      Map<String, Object> fields = fields(call);
      fields.put("status", problem.status());
      fields.put("code", problem.code());
      var line = new Line("refused", fields);
      if (problem.status() >= 500) {
        LOG.error(line, failure);
      } else {
        LOG.info(line);
      }
    }

    void refusedForGood(Call call, String code, String detail, String messageId) {
      Map<String, Object> fields = fields(call);
      fields.put("code", code);
      fields.put("error", detail);
      fields.put("messageId", messageId);
      LOG.warn(new Line("refused", fields));
    }

    void retried(Call call, Throwable failure, @Nullable String messageId) {
      Map<String, Object> fields = fields(call);
      if (messageId != null) {
        fields.put("messageId", messageId);
      }
      LOG.error(new Line("failed", fields), failure);
    }

    private Map<String, Object> fields(Call call) {
      var fields = new LinkedHashMap<String, Object>();
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
      fields.put("durationMs", (System.nanoTime() - beganNanos) / 1_000_000);
      fields.put("statements", call.state().statements());
      return fields;
    }
  }

  /**
   * A log message with fields; the JSON formatter writes them as members, a console as text.
   *
   * @param fields without null values
   */
  record Line(String message, Map<String, Object> fields) {
    @Override
    public String toString() {
      return message + ' ' + fields;
    }
  }
}
