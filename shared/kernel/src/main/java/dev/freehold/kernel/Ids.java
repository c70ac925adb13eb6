package dev.freehold.kernel;

import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;

/** Makes ids: UUID version 7, so that rows sort by when they were made. */
@ApplicationScoped
public class Ids {

  private final Clock clock;
  private final SecureRandom random = new SecureRandom();
  private long lastMillis = -1;
  private int counter;

  Ids(Clock clock) {
    this.clock = clock;
  }

  /** Strictly increasing within this process while the clock does not go back. */
  public synchronized UUID next() {
    long millis = clock.millis();
    if (millis == lastMillis) {
      counter++;
    } else {
      lastMillis = millis;
      // Room to count up: 2,048 and more ids of one millisecond stay in order.
      counter = random.nextInt(0x400);
    }
    if (counter > 0xFFF) {
      counter = 0;
    }
    long high = (millis << 16) | 0x7000L | counter;
    long low = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
    return new UUID(high, low);
  }

  /** The millisecond an id was made in. */
  public static Instant madeAt(UUID id) {
    return Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16);
  }
}
