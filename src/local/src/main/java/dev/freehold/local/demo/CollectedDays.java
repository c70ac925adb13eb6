package dev.freehold.local.demo;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Steps 12 and 13: day by day the usage is collected, and each threshold alerts once. */
final class CollectedDays {

  static final long PER_DAY = 400_000;

  private static final int DAYS = 13;

  /** The first day is collected in the night after it. */
  private static final int MAX_ADVANCES = DAYS + 2;

  private static final int LOOK_BACK_DAYS = 20;
  private static final int SHOWN_DAYS = 7;

  private final DemoClient http;
  private final Progress progress;
  private final String platformId;
  private int collected;

  CollectedDays(DemoClient http, Progress progress, String platformId) {
    this.http = http;
    this.progress = progress;
    this.platformId = platformId;
  }

  /** How many days were collected in the end. */
  int run() {
    for (int advances = 0; collected < DAYS; advances++) {
      if (advances == MAX_ADVANCES) {
        throw new Difference(collected + " days collected after " + advances + " days");
      }
      progress.step(
          "12", "a night passes (%d days collected before)".formatted(collected), this::day);
    }
    progress.step("13", "read the last days", this::readDaily);
    return collected;
  }

  private void day() {
    Reply moved = http.post("/v1/sandbox/clock/advance", Map.of("by", "P1D")).is(200);
    moved.check(moved.list("failed").isEmpty(), "something failed on the way");
    collected = (int) amounts(LOOK_BACK_DAYS).stream().filter(amount -> amount > 0).count();
    checkAlerts();
  }

  private void checkAlerts() {
    List<Integer> wanted =
        Stream.of(50, 75, 90, 100).filter(pct -> collected >= firstDayOf(pct)).toList();
    Reply alerts = http.get("/v1/usage/alerts?platformId=" + platformId + "&limit=100").is(200);
    List<Integer> found =
        alerts.list("data").stream()
            .filter(alert -> alert.path("metric").asText().equals("worker_invocations"))
            .map(alert -> alert.path("thresholdPct").asInt())
            .sorted()
            .toList();
    alerts.check(
        found.equals(wanted),
        "after %d days the alerts are %s, not %s".formatted(collected, found, wanted));
    http.post("/v1/sandbox/settle", Map.of()).is(200).has("idle", true);
    Reply mails =
        http.get("/v1/sandbox/mail?to=" + Storyline.EMAIL + "&template=usage-alert").is(200);
    mails.check(
        mails.list("data").size() == wanted.size(),
        "%d mails for %d alerts".formatted(mails.list("data").size(), wanted.size()));
  }

  /** Of 5,000,000 at 400,000 a day. */
  private static int firstDayOf(int thresholdPct) {
    return switch (thresholdPct) {
      case 50 -> 7;
      case 75 -> 10;
      case 90 -> 12;
      default -> 13;
    };
  }

  private void readDaily() {
    List<Long> amounts = amounts(SHOWN_DAYS).stream().filter(amount -> amount > 0).toList();
    if (amounts.isEmpty() || amounts.stream().anyMatch(amount -> amount != PER_DAY)) {
      throw new Difference("GET /v1/usage/daily: the days hold " + amounts + ", not 400000 each");
    }
  }

  private List<Long> amounts(int days) {
    return http
        .get(
            "/v1/usage/daily?platformId=%s&metric=worker_invocations&days=%d"
                .formatted(platformId, days))
        .is(200)
        .list("series/0/points")
        .stream()
        .map(point -> point.path("quantity").asLong())
        .toList();
  }
}
