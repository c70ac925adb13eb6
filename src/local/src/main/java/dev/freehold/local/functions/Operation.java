package dev.freehold.local.functions;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One entry of functions.json, as far as the host needs it.
 *
 * @param method and {@code path}: of trigger http
 * @param expression of trigger cron
 * @param deadLettersOf of trigger queue: it reads the dead letters of this one, not its own queue
 * @param timeoutSec 0 = the default
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Operation(
    String name,
    Trigger trigger,
    @Nullable String method,
    @Nullable String path,
    @Nullable String expression,
    @Nullable List<String> events,
    @Nullable String deadLettersOf,
    int timeoutSec) {

  /** The queue it reads, without the prefix. */
  public String queueName() {
    return readsDeadLetters() ? deadLettersOf + "-dead" : name;
  }

  public boolean readsDeadLetters() {
    return deadLettersOf != null && !deadLettersOf.isEmpty();
  }

  /** What starts an operation. */
  public enum Trigger {
    HTTP,
    CRON,
    QUEUE,
    DIRECT
  }
}
