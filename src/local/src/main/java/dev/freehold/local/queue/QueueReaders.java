package dev.freehold.local.queue;

import dev.freehold.lambda.catalogue.FunctionEntry;
import dev.freehold.lambda.route.FunctionRegistry;
import dev.freehold.local.functions.Catalogue;
import dev.freehold.local.functions.FunctionDied;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * One reader per queue, by the real SQS client: batches of ten, one call per message, deleted when
 * the function returns. What throws stays hidden until its time and comes again.
 */
@ApplicationScoped
public class QueueReaders {

  private static final Logger LOG = Logger.getLogger(QueueReaders.class);

  private static final int BATCH = 10;

  /** The longest poll of SQS. */
  private static final int WAIT_SEC = 20;

  /** Before the next try when the queues' server does not answer. */
  private static final long PAUSE_MILLIS = 200;

  private static final Duration STOP_WITHIN = Duration.ofSeconds(10);
  private static final Duration LOOK_EVERY = Duration.ofMillis(10);

  private final SqsClient sqs;
  private final FunctionRegistry functions;
  private final List<String> queues = new ArrayList<>();
  private final AtomicLong delivered = new AtomicLong();
  private final AtomicInteger working = new AtomicInteger();
  private @Nullable LocalQueues local;
  private volatile boolean isStopped;
  private volatile Optional<BiConsumer<String, Throwable>> failures = Optional.empty();

  QueueReaders(SqsClient sqs, FunctionRegistry functions) {
    this.sqs = sqs;
    this.functions = functions;
  }

  /**
   * @param queuesOfHost the same queues, told when a delivery failed
   * @param prefix of the queues' names
   */
  public void start(Catalogue catalogue, LocalQueues queuesOfHost, String prefix) {
    local = queuesOfHost;
    for (FunctionEntry operation : catalogue.of(Catalogue.QUEUE)) {
      String queue = prefix + Catalogue.queueOf(operation);
      queues.add(queue);
      Thread.ofVirtual().name("queue-" + queue).start(() -> read(queue, operation.name()));
    }
  }

  /** Lets what is being worked on come to its end; nobody is interrupted in a transaction. */
  public void stop() {
    isStopped = true;
    long deadline = System.nanoTime() + STOP_WITHIN.toNanos();
    while (working.get() > 0 && System.nanoTime() < deadline) {
      LockSupport.parkNanos(LOOK_EVERY.toNanos());
    }
  }

  /** Messages handed to functions since the start, repeats counted. */
  public long delivered() {
    return delivered.get();
  }

  /** Nothing to read, nothing being worked on. */
  public boolean isIdle() {
    return local == null || local.isIdle(queues);
  }

  /** Tells {@code listener} of every call that throws, until it is told otherwise. */
  public void reportFailures(Optional<BiConsumer<String, Throwable>> listener) {
    failures = listener;
  }

  private void read(String queue, String operation) {
    @Nullable String url = null;
    while (!isStopped) {
      try {
        if (url == null) {
          url = sqs.getQueueUrl(request -> request.queueName(queue)).queueUrl();
        }
        String from = url;
        sqs.receiveMessage(
                request ->
                    request.queueUrl(from).maxNumberOfMessages(BATCH).waitTimeSeconds(WAIT_SEC))
            .messages()
            .forEach(message -> work(queue, from, operation, message));
      } catch (SdkException | IllegalStateException e) {
        // A closed client says IllegalStateException: the host is stopping.
        pause(e);
      }
    }
  }

  private void work(String queue, String url, String operation, Message message) {
    working.incrementAndGet();
    try {
      // Stopping: what was not begun is visible again for the next host.
      if (!isStopped) {
        deliver(queue, url, operation, message);
      }
    } finally {
      working.decrementAndGet();
    }
  }

  private void deliver(String queue, String url, String operation, Message message) {
    delivered.incrementAndGet();
    try {
      functions.call(operation, message.body());
    } catch (RuntimeException | FunctionDied e) {
      // The edge has logged it; here it only decides that the message comes again.
      failures.ifPresent(listener -> listener.accept(operation, e));
      if (local != null) {
        local.release(queue, message.receiptHandle());
      }
      return;
    }
    sqs.deleteMessage(request -> request.queueUrl(url).receiptHandle(message.receiptHandle()));
  }

  private void pause(RuntimeException cause) {
    if (isStopped) {
      return;
    }
    LOG.debug("the queues do not answer", cause);
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      isStopped = true;
    }
  }
}
