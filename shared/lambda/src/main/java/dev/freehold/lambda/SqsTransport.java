package dev.freehold.lambda;

import dev.freehold.kernel.outbox.QueueTransport;
import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/** Hands messages to SQS. What it does not take now, the relay brings again. */
@ApplicationScoped
class SqsTransport implements QueueTransport {

  private static final int BATCH = 10;

  /** Of a batch in all; SQS takes 256 KiB, the rest is room for its own wrapping. */
  private static final int BATCH_BYTES = 240_000;

  private final Instance<SqsClient> sqs;
  private final QueueConfig config;
  private final Map<String, String> urls = new ConcurrentHashMap<>();

  SqsTransport(Instance<SqsClient> sqs, QueueConfig config) {
    this.sqs = sqs;
    this.config = config;
  }

  @Override
  public Set<UUID> send(String queue, List<Outgoing> messages) {
    if (config.transport().equals("none")) {
      return Set.of();
    }
    var taken = new HashSet<UUID>();
    try {
      String url = urls.computeIfAbsent(queue, this::url);
      for (List<Outgoing> batch : batches(messages)) {
        taken.addAll(sendBatch(url, batch));
      }
    } catch (SdkException e) {
      Log.warnf("queue %s did not take %d messages: %s", queue, messages.size(), e.getMessage());
    }
    return taken;
  }

  private String url(String queue) {
    return sqs.get().getQueueUrl(request -> request.queueName(config.prefix() + queue)).queueUrl();
  }

  static List<List<Outgoing>> batches(List<Outgoing> messages) {
    var batches = new ArrayList<List<Outgoing>>();
    var batch = new ArrayList<Outgoing>();
    int bytes = 0;
    for (Outgoing message : messages) {
      int size = message.body().getBytes(StandardCharsets.UTF_8).length;
      if (!batch.isEmpty() && (batch.size() == BATCH || bytes + size > BATCH_BYTES)) {
        batches.add(List.copyOf(batch));
        batch.clear();
        bytes = 0;
      }
      batch.add(message);
      bytes += size;
    }
    if (!batch.isEmpty()) {
      batches.add(List.copyOf(batch));
    }
    return batches;
  }

  private List<UUID> sendBatch(String url, List<Outgoing> batch) {
    var entries =
        batch.stream()
            .map(
                message ->
                    SendMessageBatchRequestEntry.builder()
                        .id(message.id().toString())
                        .messageBody(message.body())
                        .delaySeconds(message.delaySeconds())
                        .build())
            .toList();
    var result = sqs.get().sendMessageBatch(request -> request.queueUrl(url).entries(entries));
    return result.successful().stream().map(done -> UUID.fromString(done.id())).toList();
  }
}
