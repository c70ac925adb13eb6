package dev.freehold.kernel.signal;

import dev.freehold.kernel.Call;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Figures of the call under way, written where their fact is known and sent with the call's one log
 * line. To be called after the transaction of the fact: a figure is not rolled back.
 */
@ApplicationScoped
public class Metrics {

  /** One more, or {@code count} more. */
  public void count(Metric metric, long count) {
    Call.current().state().figures().merge(metric, count, Long::sum);
  }

  /** The newest value stands. */
  public void gauge(Metric metric, long value) {
    Call.current().state().figures().put(metric, value);
  }
}
