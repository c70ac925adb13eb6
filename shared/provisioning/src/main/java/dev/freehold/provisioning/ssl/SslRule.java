package dev.freehold.provisioning.ssl;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a look at a hostname means (registry §5.5). */
final class SslRule {

  private static final Duration FIRST_DAY = Duration.ofDays(1);
  private static final Duration LATER = Duration.ofHours(1);

  /**
   * What the provider says of a hostname; {@code lost} when it has dropped, blocked or moved it.
   */
  record Seen(boolean active, boolean lost, String status, List<String> errors) {}

  /**
   * @param nextCheckAt null = not looked at any more
   */
  record Verdict(String status, @Nullable Instant nextCheckAt, @Nullable String error) {}

  private SslRule() {}

  /**
   * @param wasActive only custom domains are looked at after they became active
   */
  static Verdict judge(
      Seen seen,
      boolean wasActive,
      Instant createdAt,
      Instant now,
      Duration interval,
      Duration giveUp) {
    String said = said(seen);
    if (seen.lost()) {
      return new Verdict("failed", null, said);
    }
    if (seen.active()) {
      return new Verdict("active", null, null);
    }
    if (!wasActive && !createdAt.plus(giveUp).isAfter(now)) {
      return new Verdict("failed", null, "gave up after " + giveUp.toDays() + " days: " + said);
    }
    return new Verdict(wasActive ? "active" : "pending", next(createdAt, now, interval), said);
  }

  /** Every interval during the first day, then hourly. */
  static Instant next(Instant createdAt, Instant now, Duration interval) {
    return now.plus(createdAt.plus(FIRST_DAY).isAfter(now) ? interval : LATER);
  }

  private static String said(Seen seen) {
    String text =
        seen.errors().isEmpty()
            ? seen.status()
            : seen.status() + ": " + String.join("; ", seen.errors());
    return text.length() > 500 ? text.substring(0, 500) : text;
  }
}
