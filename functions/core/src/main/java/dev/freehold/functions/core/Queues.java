package dev.freehold.functions.core;

import dev.freehold.kernel.KernelRefusal;
import dev.freehold.kernel.Transactions;
import dev.freehold.kernel.audit.Audit;
import dev.freehold.kernel.audit.AuditEntry;
import dev.freehold.lambda.QueueConfig;
import dev.freehold.lambda.catalogue.FunctionCatalogue;
import dev.freehold.lambda.catalogue.FunctionEntry;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** What waits in the queues. Calls outside: no transaction around it. */
@ApplicationScoped
class Queues {

  private static final int BATCH = 10;

  /**
   * @param oldestSeconds age of the oldest message; null: SQS says it to CloudWatch alone
   */
  @RegisterForReflection
  public record QueueView(
      String queue,
      int visible,
      int inFlight,
      int delayed,
      int dead,
      @Nullable Long oldestSeconds) {}

  private final SqsClient sqs;
  private final QueueConfig config;
  private final FunctionCatalogue catalogue;
  private final Transactions transactions;
  private final Audit audit;

  Queues(
      SqsClient sqs,
      QueueConfig config,
      FunctionCatalogue catalogue,
      Transactions transactions,
      Audit audit) {
    this.sqs = sqs;
    this.config = config;
    this.catalogue = catalogue;
    this.transactions = transactions;
    this.audit = audit;
  }

  /** Names of all queues, dead-letter queues apart. */
  private List<String> names() {
    return catalogue.functions().stream()
        .filter(f -> f.trigger().equals("queue"))
        .map(FunctionEntry::queue)
        .filter(queue -> queue != null && !queue.endsWith("-dead"))
        .toList();
  }

  List<QueueView> list() {
    var views = new ArrayList<QueueView>();
    for (String queue : names()) {
      Map<QueueAttributeName, String> own = attributes(queue);
      Map<QueueAttributeName, String> dead = attributes(queue + "-dead");
      views.add(
          new QueueView(
              queue,
              count(own, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES),
              count(own, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE),
              count(own, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED),
              count(dead, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES),
              null));
    }
    return views;
  }

  private Map<QueueAttributeName, String> attributes(String queue) {
    return sqs.getQueueAttributes(
            request ->
                request
                    .queueUrl(url(queue))
                    .attributeNames(
                        QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                        QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE,
                        QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED))
        .attributes();
  }

  private static int count(Map<QueueAttributeName, String> attributes, QueueAttributeName name) {
    return Integer.parseInt(attributes.getOrDefault(name, "0"));
  }

  private String url(String queue) {
    return sqs.getQueueUrl(request -> request.queueName(config.prefix() + queue)).queueUrl();
  }

  /**
   * Puts each dead letter back, then takes it out of the dead-letter queue: a crash in between
   * sends it twice, which every receiver bears.
   */
  int redrive(String queue, int max) {
    if (!names().contains(queue)) {
      throw KernelRefusal.notFound("queue");
    }
    String from = url(queue + "-dead");
    String to = url(queue);
    int moved = 0;
    while (moved < max) {
      int wanted = Math.min(BATCH, max - moved);
      List<Message> dead =
          sqs.receiveMessage(
                  request ->
                      request.queueUrl(from).maxNumberOfMessages(wanted).visibilityTimeout(60))
              .messages();
      if (dead.isEmpty()) {
        break;
      }
      for (Message letter : dead) {
        sqs.sendMessage(request -> request.queueUrl(to).messageBody(letter.body()));
        sqs.deleteMessage(request -> request.queueUrl(from).receiptHandle(letter.receiptHandle()));
        moved++;
      }
    }
    if (moved == 0) {
      throw KernelRefusal.NOTHING_DEAD.because("no dead letter of %s", queue);
    }
    record(queue, moved);
    return moved;
  }

  private void record(String queue, int moved) {
    transactions.requiresNew(
        () -> {
          audit.add(
              AuditEntry.of("core", "queue.redrive", "queue", queue)
                  .metadata(Map.of("moved", moved)));
          return moved;
        });
  }
}
