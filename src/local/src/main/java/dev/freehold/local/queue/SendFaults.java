package dev.freehold.local.queue;

import dev.freehold.sandbox.Fault;
import dev.freehold.sandbox.Faults;
import java.time.Duration;
import java.util.Optional;

/** What is to go wrong when a message is sent: faults of service {@code queue}. */
public final class SendFaults {

  private static final int DUPLICATED = 2;

  private final Faults faults;
  private final String prefix;

  /** The queue's server is away: no answer at all. */
  static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /**
   * @param prefix of all queue names; faults name the operation without it
   */
  public SendFaults(Faults faults, String prefix) {
    this.faults = faults;
    this.prefix = prefix;
  }

  /** How often the message is put into the queue: once, unless a fault strikes. */
  int copies(String queue) throws InterruptedException {
    String operation = queue.startsWith(prefix) ? queue.substring(prefix.length()) : queue;
    Optional<Fault> fault = faults.strike(Faults.Occasion.ofOperation("queue", operation, null));
    if (fault.isEmpty()) {
      return 1;
    }
    return switch (fault.get().kind()) {
      case "lose" -> 0;
      case "duplicate" -> DUPLICATED;
      case "refuse", "drop_answer" -> throw new Refused();
      case "delay" -> {
        Duration delay = fault.get().delay();
        Thread.sleep(delay == null ? Duration.ZERO : delay);
        yield 1;
      }
      default -> throw new SqsRefusal("ServiceUnavailable", "fault of the sandbox");
    };
  }
}
