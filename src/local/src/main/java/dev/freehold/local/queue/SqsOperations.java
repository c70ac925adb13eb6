package dev.freehold.local.queue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** The operations of SQS, on {@link LocalQueues}. */
final class SqsOperations {

  static final String ACCOUNT = "000000000000";
  static final String ARN_PREFIX = "arn:aws:sqs:us-east-1:" + ACCOUNT + ":";
  private static final int MAX_BATCH = 10;

  private final LocalQueues queues;
  private final String endpoint;
  private final ObjectMapper json;
  private final SendFaults faults;

  SqsOperations(LocalQueues queues, String endpoint, ObjectMapper json, SendFaults faults) {
    this.faults = faults;
    this.queues = queues;
    this.endpoint = endpoint;
    this.json = json;
  }

  Object run(String operation, JsonNode request) throws InterruptedException {
    return switch (operation) {
      case "CreateQueue" -> create(request);
      case "GetQueueUrl" -> Map.of("QueueUrl", url(byName(request.path("QueueName").asText())));
      case "ListQueues" -> list(request);
      case "GetQueueAttributes" -> attributes(request);
      case "SendMessage" -> send(queue(request), request);
      case "SendMessageBatch" -> sendBatch(request);
      case "ReceiveMessage" -> receive(request);
      case "DeleteMessage" -> delete(queue(request), request);
      case "DeleteMessageBatch" -> eachEntry(request, this::delete);
      case "ChangeMessageVisibility" -> hide(queue(request), request);
      case "ChangeMessageVisibilityBatch" -> eachEntry(request, this::hide);
      case "PurgeQueue" -> purge(request);
      case "StartMessageMoveTask" -> move(request);
      default -> throw new SqsRefusal("InvalidAction", operation + " is not spoken here");
    };
  }

  private Object create(JsonNode request) {
    String name = request.path("QueueName").asText();
    int seconds = request.path("Attributes").path("VisibilityTimeout").asInt(30);
    queues.create(name, Duration.ofSeconds(seconds));
    return Map.of("QueueUrl", url(byName(name)));
  }

  private Object list(JsonNode request) {
    String prefix = request.path("QueueNamePrefix").asText();
    return Map.of(
        "QueueUrls",
        queues.all().stream().filter(q -> q.name.startsWith(prefix)).map(this::url).toList());
  }

  private Object attributes(JsonNode request) {
    LocalQueue queue = queue(request);
    LocalQueue.Depth depth = queue.depth();
    Map<String, String> all = new LinkedHashMap<>();
    all.put("QueueArn", ARN_PREFIX + queue.name);
    all.put("ApproximateNumberOfMessages", String.valueOf(depth.visible()));
    all.put("ApproximateNumberOfMessagesNotVisible", String.valueOf(depth.inFlight()));
    all.put("ApproximateNumberOfMessagesDelayed", String.valueOf(depth.delayed()));
    all.put("VisibilityTimeout", String.valueOf(queue.visibility.toSeconds()));
    if (queue.deadLetters != null) {
      all.put("RedrivePolicy", redrivePolicy(queue, queue.deadLetters));
    }
    List<String> wanted = texts(request.path("AttributeNames"));
    if (!wanted.contains("All")) {
      all.keySet().retainAll(wanted);
    }
    return Map.of("Attributes", all);
  }

  private String redrivePolicy(LocalQueue queue, LocalQueue deadLetters) {
    try {
      return json.writeValueAsString(
          Map.of(
              "deadLetterTargetArn",
              ARN_PREFIX + deadLetters.name,
              "maxReceiveCount",
              queue.maxReceives));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private Map<String, Object> send(LocalQueue queue, JsonNode entry) throws InterruptedException {
    Instant now = queues.clock().instant();
    String body = entry.path("MessageBody").asText();
    QueuedMessage message =
        QueuedMessage.sent(body, now, now.plusSeconds(entry.path("DelaySeconds").asInt(0)));
    int copies = faults.copies(queue.name);
    for (int copy = 0; copy < copies; copy++) {
      queue.add(copy == 0 ? message : QueuedMessage.sent(body, now, message.dueAt), true);
    }
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("MessageId", message.id);
    answer.put("MD5OfMessageBody", md5(body));
    return answer;
  }

  private Object sendBatch(JsonNode request) throws InterruptedException {
    LocalQueue queue = queue(request);
    List<Object> sent = new ArrayList<>();
    for (JsonNode entry : entries(request)) {
      Map<String, Object> answer = send(queue, entry);
      answer.put("Id", entry.path("Id").asText());
      sent.add(answer);
    }
    return Map.of("Successful", sent, "Failed", List.of());
  }

  private Object receive(JsonNode request) throws InterruptedException {
    LocalQueue queue = queue(request);
    int limit = Math.clamp(request.path("MaxNumberOfMessages").asInt(1), 1, MAX_BATCH);
    Duration wait = Duration.ofSeconds(request.path("WaitTimeSeconds").asInt(0));
    JsonNode hide = request.path("VisibilityTimeout");
    List<QueuedMessage> taken =
        queue.receive(limit, wait, hide.isNumber() ? Duration.ofSeconds(hide.asLong()) : null);
    return taken.isEmpty()
        ? Map.of()
        : Map.of("Messages", taken.stream().map(SqsOperations::delivery).toList());
  }

  private static Map<String, Object> delivery(QueuedMessage message) {
    String receipt = message.receipt;
    if (receipt == null) {
      throw new IllegalStateException("taken without a receipt: " + message.id);
    }
    return Map.of(
        "MessageId",
        message.id,
        "ReceiptHandle",
        receipt,
        "Body",
        message.body,
        "MD5OfBody",
        md5(message.body),
        "Attributes",
        Map.of(
            "ApproximateReceiveCount",
            String.valueOf(message.receives),
            "SentTimestamp",
            String.valueOf(message.sentAt.toEpochMilli())));
  }

  private Object delete(LocalQueue queue, JsonNode entry) {
    queue.delete(entry.path("ReceiptHandle").asText());
    return Map.of();
  }

  private Object hide(LocalQueue queue, JsonNode entry) {
    queue.hide(
        entry.path("ReceiptHandle").asText(),
        Duration.ofSeconds(entry.path("VisibilityTimeout").asInt()));
    return Map.of();
  }

  private Object purge(JsonNode request) {
    queue(request).clear();
    return Map.of();
  }

  /** At the provider a task in the background; here it is done when the answer comes. */
  private Object move(JsonNode request) {
    LocalQueue source = byArn(request.path("SourceArn").asText());
    JsonNode destination = request.path("DestinationArn");
    LocalQueue target =
        destination.isTextual()
            ? byArn(destination.asText())
            : queues.all().stream()
                .filter(queue -> queue.deadLetters == source)
                .findFirst()
                .orElseThrow(() -> SqsRefusal.noQueue("source of " + source.name));
    source.moveTo(target, Integer.MAX_VALUE);
    return Map.of("TaskHandle", UUID.randomUUID().toString());
  }

  private interface EntryAction {
    Object run(LocalQueue queue, JsonNode entry);
  }

  private Object eachEntry(JsonNode request, EntryAction action) {
    LocalQueue queue = queue(request);
    List<Object> done = new ArrayList<>();
    for (JsonNode entry : entries(request)) {
      Object ignored = action.run(queue, entry);
      done.add(Map.of("Id", entry.path("Id").asText()));
    }
    return Map.of("Successful", done, "Failed", List.of());
  }

  private static JsonNode entries(JsonNode request) {
    JsonNode entries = request.path("Entries");
    if (entries.isEmpty()) {
      throw new SqsRefusal("EmptyBatchRequest", "There should be at least one entry");
    }
    if (entries.size() > MAX_BATCH) {
      throw new SqsRefusal("TooManyEntriesInBatchRequest", "At most 10 entries in one request");
    }
    return entries;
  }

  private LocalQueue queue(JsonNode request) {
    String url = request.path("QueueUrl").asText();
    return byName(url.substring(url.lastIndexOf('/') + 1));
  }

  private LocalQueue byArn(String arn) {
    return byName(arn.substring(arn.lastIndexOf(':') + 1));
  }

  private LocalQueue byName(String name) {
    return queues.find(name).orElseThrow(() -> SqsRefusal.noQueue(name));
  }

  private String url(LocalQueue queue) {
    return endpoint + "/" + ACCOUNT + "/" + queue.name;
  }

  private static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }

  private static String md5(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
