package dev.freehold.kernel.outbox;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is to be sent when the transaction commits.
 *
 * @param type of an event {@code <domain>.<thing>.<past participle>}; of a command the name of the
 *     function that is to act
 * @param data ids, times, states, at most 200 KiB as JSON; never a secret
 * @param availableAt not handed over before; null = at once
 */
public record Message(
    Kind kind,
    String type,
    @Nullable UUID organizationId,
    @Nullable UUID platformId,
    Object data,
    @Nullable Instant availableAt) {

  /** An event has any number of receivers, a command one. */
  public enum Kind {
    EVENT,
    COMMAND
  }

  public static Message event(String type) {
    return new Message(Kind.EVENT, type, null, null, Map.of(), null);
  }

  public static Message command(String function) {
    return new Message(Kind.COMMAND, function, null, null, Map.of(), null);
  }

  public Message organization(@Nullable UUID id) {
    return new Message(kind, type, id, platformId, data, availableAt);
  }

  public Message platform(@Nullable UUID id) {
    return new Message(kind, type, organizationId, id, data, availableAt);
  }

  public Message data(Object payload) {
    return new Message(kind, type, organizationId, platformId, payload, availableAt);
  }

  public Message availableAt(@Nullable Instant time) {
    return new Message(kind, type, organizationId, platformId, data, time);
  }

  /** First two parts of an event's type, or the command's function. */
  String topic() {
    if (kind == Kind.COMMAND) {
      return type;
    }
    int second = type.indexOf('.', type.indexOf('.') + 1);
    return second < 0 ? type : type.substring(0, second);
  }
}
