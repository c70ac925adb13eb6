package dev.freehold.local.functions;

import dev.freehold.lambda.catalogue.FunctionCatalogue;
import dev.freehold.lambda.catalogue.FunctionEntry;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** functions.json: every operation and what starts it. */
public final class Catalogue {

  public static final String HTTP = "http";
  public static final String CRON = "cron";
  public static final String QUEUE = "queue";

  /** AWS asks for at least six times the function's time-out. */
  private static final int VISIBILITY_FACTOR = 6;

  private final List<FunctionEntry> functions = new FunctionCatalogue().functions();

  /**
   * @param trigger {@link #HTTP}, {@link #CRON} or {@link #QUEUE}
   */
  public List<FunctionEntry> of(String trigger) {
    return functions.stream().filter(one -> one.trigger().equals(trigger)).toList();
  }

  /** Queues that are named after their readers, with the time a delivery is hidden. */
  public List<QueueOf> queues() {
    return of(QUEUE).stream()
        .filter(one -> one.name().equals(one.queue()))
        .map(one -> new QueueOf(one.name(), hidden(one)))
        .toList();
  }

  /** A queue and how long a delivery is hidden from other readers. */
  public record QueueOf(String name, Duration visibility) {}

  /** The queue a function reads, without the prefix. */
  public static String queueOf(FunctionEntry function) {
    return Objects.requireNonNullElse(function.queue(), function.name());
  }

  private static Duration hidden(FunctionEntry function) {
    return Duration.ofSeconds((long) VISIBILITY_FACTOR * function.timeoutSec());
  }
}
