package dev.freehold.local.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.sandbox.Fault;
import dev.freehold.sandbox.Sandbox;
import dev.freehold.sandbox.SandboxConfig;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/** The server as the real client sees it. */
class SqsServerTest {

  private static final String QUEUE = "test-registry-work";
  private static final Duration VISIBILITY = Duration.ofSeconds(30);

  @TempDir private Path folder;
  private final Moved clock = new Moved();
  private Sandbox sandbox;
  private LocalQueues queues;
  private SqsServer server;
  private SqsClient sqs;
  private String url;

  @BeforeEach
  void start() {
    sandbox =
        Sandbox.start(new SandboxConfig(clock, 0, 0, folder.resolve("sandbox"), false, List.of()));
    open();
  }

  private void open() {
    queues = new LocalQueues(folder.resolve("queues.log"), clock);
    queues.create(QUEUE, VISIBILITY);
    queues.restore();
    server = new SqsServer(queues, new SendFaults(sandbox.faults(), "test-"));
    sqs =
        SqsClient.builder()
            .endpointOverride(server.endpoint())
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
            .httpClient(UrlConnectionHttpClient.create())
            .build();
    url = sqs.getQueueUrl(request -> request.queueName(QUEUE)).queueUrl();
  }

  @AfterEach
  void stop() {
    close();
    sandbox.close();
  }

  private void close() {
    sqs.close();
    server.stop();
    queues.close();
  }

  @Test
  void aBatchArrivesOldestFirstAndIsGoneWhenDeleted() {
    sqs.sendMessageBatch(
        request ->
            request.queueUrl(url).entries(entry("a", "first ä", 0), entry("b", "second", 0)));

    List<Message> received = receive();
    received.forEach(this::delete);

    assertThat(received).extracting(Message::body).containsExactly("first ä", "second");
    clock.move(VISIBILITY.plusSeconds(1));
    assertThat(receive()).isEmpty();
  }

  @Test
  void whatIsNotDeletedComesBackWhenItsTimeIsOver() {
    send("once more");
    receive();

    assertThat(receive()).isEmpty();
    clock.move(VISIBILITY.plusSeconds(1));

    assertThat(receive()).extracting(Message::body).containsExactly("once more");
  }

  @Test
  void anOldReceiptDeletesNothing() {
    send("twice");
    Message first = receive().getFirst();
    clock.move(VISIBILITY.plusSeconds(1));
    Message second = receive().getFirst();

    delete(first);
    clock.move(VISIBILITY.plusSeconds(1));
    assertThat(receive()).hasSize(1);

    assertThat(second.receiptHandle()).isNotEqualTo(first.receiptHandle());
  }

  /** kernel §13.7. */
  @Test
  void aPoisonMessageIsParkedAfterFiveReceivesAndTheRestIsDone() {
    send("poison");
    send("good");
    for (int receive = 1; receive <= 5; receive++) {
      List<Message> received = receive();
      assertThat(received).extracting(Message::body).contains("poison");
      received.stream().filter(m -> m.body().equals("good")).forEach(this::delete);
      clock.move(VISIBILITY.plusSeconds(1));
    }

    assertThat(receive()).isEmpty();

    assertThat(attribute(QUEUE, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES)).isEqualTo("0");
    assertThat(attribute(QUEUE + "-dead", QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES))
        .isEqualTo("1");
  }

  @Test
  void deadLettersGoBackToTheirQueue() {
    aPoisonMessageIsParkedAfterFiveReceivesAndTheRestIsDone();

    sqs.startMessageMoveTask(
        request -> request.sourceArn(attribute(QUEUE + "-dead", QueueAttributeName.QUEUE_ARN)));

    assertThat(receive()).extracting(Message::body).containsExactly("poison");
  }

  @Test
  void aDelayedMessageWaitsForItsTimeOrForASettle() {
    sqs.sendMessageBatch(request -> request.queueUrl(url).entries(entry("a", "later", 60)));

    assertThat(receive()).isEmpty();
    assertThat(attribute(QUEUE, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED))
        .isEqualTo("1");
    queues.dropDelays();

    assertThat(receive()).hasSize(1);
  }

  /** kernel §13.29. */
  @Test
  void messagesSurviveTheProcess() {
    send("kept");
    send("in flight");
    send("done");
    List<Message> received = receive();
    delete(received.getLast());
    close();

    open();

    assertThat(receive()).extracting(Message::body).containsExactly("kept", "in flight");
  }

  @Test
  void idleMeansNothingToTakeAndNothingAtWork() {
    assertThat(queues.isIdle(List.of(QUEUE))).isTrue();
    send("work");
    assertThat(queues.isIdle(List.of(QUEUE))).isFalse();
    Message message = receive().getFirst();
    assertThat(queues.isIdle(List.of(QUEUE))).isFalse();

    queues.release(QUEUE, message.receiptHandle());

    assertThat(queues.isIdle(List.of(QUEUE))).isTrue();
  }

  @Test
  void faultsLoseAndDuplicate() {
    sandbox
        .faults()
        .add(Fault.of("queue", "lose").onOperation("registry-work", null).counting(1, 1));
    sandbox
        .faults()
        .add(Fault.of("queue", "duplicate").onOperation("registry-work", null).counting(2, 1));

    send("lost");
    send("doubled");

    assertThat(receive()).extracting(Message::body).containsExactly("doubled", "doubled");
  }

  @Test
  void anUnknownQueueIsRefusedAsAtTheProvider() {
    assertThatThrownBy(() -> sqs.getQueueUrl(request -> request.queueName("nobody")))
        .isInstanceOf(QueueDoesNotExistException.class);
  }

  private void send(String body) {
    sqs.sendMessage(request -> request.queueUrl(url).messageBody(body));
  }

  private List<Message> receive() {
    return sqs.receiveMessage(request -> request.queueUrl(url).maxNumberOfMessages(10)).messages();
  }

  private void delete(Message message) {
    sqs.deleteMessage(request -> request.queueUrl(url).receiptHandle(message.receiptHandle()));
  }

  private String attribute(String queue, QueueAttributeName name) {
    String of = sqs.getQueueUrl(request -> request.queueName(queue)).queueUrl();
    return sqs.getQueueAttributes(request -> request.queueUrl(of).attributeNames(name))
        .attributes()
        .getOrDefault(name, "none");
  }

  private static SendMessageBatchRequestEntry entry(String id, String body, int delaySeconds) {
    return SendMessageBatchRequestEntry.builder()
        .id(id)
        .messageBody(body)
        .delaySeconds(delaySeconds)
        .build();
  }

  /** A clock that stands until it is moved. */
  private static final class Moved extends Clock {
    private volatile Instant now = Instant.parse("2026-04-01T00:00:00Z");

    void move(Duration by) {
      now = now.plus(by);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
