package dev.freehold.lambda.wake;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/**
 * One item of one DynamoDB table, so that a schedule reads everything in one call: {@code
 * awakeUntil}, the set {@code running}, and {@code seen:…} and {@code due:…} of each schedule.
 * Times are milliseconds since 1970.
 */
final class DynamoWakeStore implements WakeStore {

  private static final Map<String, AttributeValue> KEY = Map.of("id", AttributeValue.fromS("wake"));

  private final DynamoDbClient dynamo;
  private final String table;

  /** What this instance knows to be kept: it is not asked for again. */
  private volatile Instant heldUntil = Instant.MIN;

  DynamoWakeStore(DynamoDbClient dynamo, String table) {
    this.dynamo = dynamo;
    this.table = table;
  }

  @Override
  public WakeState read(String operation) {
    Map<String, AttributeValue> item =
        answered(
            () -> dynamo.getItem(r -> r.tableName(table).key(KEY).consistentRead(true)).item());
    AttributeValue running = item.get("running");
    Instant seenAt = time(item.get("seen:" + operation));
    return new WakeState(
        time(item.get("awakeUntil")),
        running == null ? Set.of() : Set.copyOf(running.ss()),
        seenAt == null ? null : new Look(seenAt, time(item.get("due:" + operation))));
  }

  @Override
  public void hold(Instant atLeast, Instant until) {
    if (!heldUntil.isBefore(atLeast)) {
      return;
    }
    boolean isKept =
        update(
            "SET awakeUntil = :until",
            "attribute_not_exists(awakeUntil) OR awakeUntil < :least",
            Map.of(),
            Map.of(":until", time(until), ":least", time(atLeast)));
    heldUntil = isKept ? until : atLeast;
  }

  @Override
  public void begin(String operation) {
    update("ADD running :operation", null, Map.of(), Map.of(":operation", words(operation)));
  }

  @Override
  public void end(String operation, Look look) {
    var names = new HashMap<String, String>();
    names.put("#seen", "seen:" + operation);
    names.put("#due", "due:" + operation);
    var values = new HashMap<String, AttributeValue>();
    values.put(":seen", time(look.seenAt()));
    values.put(":operation", words(operation));
    String change = "SET #seen = :seen REMOVE #due DELETE running :operation";
    Instant dueAt = look.dueAt();
    if (dueAt != null) {
      change = "SET #seen = :seen, #due = :due DELETE running :operation";
      values.put(":due", time(dueAt));
    }
    update(change, "attribute_not_exists(#seen) OR #seen < :seen", names, values);
  }

  /** False when the condition did not hold. */
  private boolean update(
      String change,
      @Nullable String condition,
      Map<String, String> names,
      Map<String, AttributeValue> values) {
    return answered(
        () -> {
          try {
            dynamo.updateItem(
                r ->
                    r.tableName(table)
                        .key(KEY)
                        .updateExpression(change)
                        .conditionExpression(condition)
                        .expressionAttributeNames(names.isEmpty() ? null : names)
                        .expressionAttributeValues(values));
            return true;
          } catch (ConditionalCheckFailedException e) {
            return false;
          }
        });
  }

  private static <T> T answered(Supplier<T> call) {
    try {
      return call.get();
    } catch (SdkException e) {
      throw new WakeStoreAway(e);
    }
  }

  private static AttributeValue words(String word) {
    return AttributeValue.fromSs(List.of(word));
  }

  private static AttributeValue time(Instant moment) {
    return AttributeValue.fromN(Long.toString(moment.toEpochMilli()));
  }

  private static @Nullable Instant time(@Nullable AttributeValue value) {
    return value == null ? null : Instant.ofEpochMilli(Long.parseLong(value.n()));
  }
}
