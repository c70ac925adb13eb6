package dev.freehold.local.start;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * Real time plus an offset that is kept in the data folder; ticks whole milliseconds. Where the
 * settings say so it goes faster than real time; what it has gained is not kept.
 */
public final class MovableClock extends Clock {

  private static final String FILE = "clock";

  private final DataFolder data;
  private final Clock real = Clock.systemUTC();
  private final Instant openedAt = real.instant();
  private final int speed;
  private volatile Duration offset;

  /**
   * @param settings say where an empty folder's time starts
   */
  public static MovableClock open(DataFolder data, HostSettings settings) {
    Path file = data.file(FILE);
    try {
      if (Files.exists(file)) {
        return new MovableClock(
            data, settings.speed(), Duration.parse(Files.readString(file).trim()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    MovableClock clock = new MovableClock(data, settings.speed(), Duration.ZERO);
    settings.clock().ifPresent(clock::moveTo);
    return clock;
  }

  private MovableClock(DataFolder data, int speed, Duration offset) {
    this.data = data;
    this.speed = speed;
    this.offset = offset;
  }

  public Duration offset() {
    return offset;
  }

  /** From now on the time goes on from {@code moment}. */
  public void moveTo(Instant moment) {
    keep(Duration.between(ticked().truncatedTo(ChronoUnit.MILLIS), moment));
  }

  public void backToReal() {
    keep(Duration.ZERO);
  }

  private void keep(Duration newOffset) {
    data.write(FILE, newOffset.toString());
    offset = newOffset;
  }

  @Override
  public Instant instant() {
    return ticked().plus(offset).truncatedTo(ChronoUnit.MILLIS);
  }

  private Instant ticked() {
    Instant now = real.instant();
    return now.plus(Duration.between(openedAt, now).multipliedBy(speed - 1L));
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  /** The product knows no other zone than UTC. */
  @Override
  public Clock withZone(ZoneId zone) {
    return Clock.offset(real.withZone(zone), offset);
  }
}
