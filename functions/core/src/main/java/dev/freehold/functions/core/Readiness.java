package dev.freehold.functions.core;

import dev.freehold.kernel.KernelRefusal;
import dev.freehold.kernel.KeyRing;
import dev.freehold.kernel.edge.SchemaVersion;
import dev.freehold.kernel.signal.Metric;
import dev.freehold.kernel.signal.Metrics;
import dev.freehold.lambda.QueueConfig;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.sqs.SqsClient;

/** What must be there for a call to succeed; looked at every five seconds at most. */
@ApplicationScoped
class Readiness {

  /** {@code status} is {@code up} or {@code down}. */
  @RegisterForReflection
  public record Check(String name, String status) {}

  private static final Duration CACHED = Duration.ofSeconds(5);

  private final SchemaVersion schema;
  private final KeyRing keys;
  private final Instance<SqsClient> sqs;
  private final QueueConfig queues;
  private final Metrics metrics;
  private volatile long checkedAtNanos;
  private volatile List<Check> last = List.of();

  Readiness(
      SchemaVersion schema,
      KeyRing keys,
      Instance<SqsClient> sqs,
      QueueConfig queues,
      Metrics metrics) {
    this.schema = schema;
    this.keys = keys;
    this.sqs = sqs;
    this.queues = queues;
    this.metrics = metrics;
  }

  /**
   * @throws dev.freehold.kernel.Refusal {@code UNAVAILABLE} with the checks when one is down
   */
  List<Check> check() {
    if (last.isEmpty() || System.nanoTime() - checkedAtNanos > CACHED.toNanos()) {
      last = now();
      checkedAtNanos = System.nanoTime();
    }
    if (last.stream().anyMatch(check -> check.status().equals("down"))) {
      metrics.count(Metric.READINESS_FAILED, 1);
      throw KernelRefusal.UNAVAILABLE.because("not everything is there").with("checks", last);
    }
    return last;
  }

  @FunctionalInterface
  private interface Probe {
    void run();
  }

  private List<Check> now() {
    var checks = new ArrayList<Check>();
    checks.add(check("database", schema::read));
    checks.add(check("keys", keys::pepper));
    if (!queues.transport().equals("none")) {
      checks.add(check("queue", this::queue));
    }
    return checks;
  }

  private void queue() {
    String name = queues.prefix() + "core-send-mail";
    sqs.get().getQueueUrl(request -> request.queueName(name));
  }

  private static Check check(String name, Probe probe) {
    try {
      probe.run();
      return new Check(name, "up");
    } catch (RuntimeException e) {
      return new Check(name, "down");
    }
  }
}
