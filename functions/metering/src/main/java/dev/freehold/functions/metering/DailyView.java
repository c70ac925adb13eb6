package dev.freehold.functions.metering;

import dev.freehold.metering.snapshot.DailyUsage;
import dev.freehold.metering.snapshot.DateRange;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.LocalDate;
import java.util.List;

/** Every day of a range, metric by metric, as HTTP shows it. */
@RegisterForReflection
public record DailyView(LocalDate from, LocalDate to, List<Series> series) {

  /** One metric. */
  @RegisterForReflection
  public record Series(String metric, List<Point> points) {}

  /** One day of a metric. */
  @RegisterForReflection
  public record Point(LocalDate day, long quantity) {}

  static DailyView of(DateRange range, List<DailyUsage.Series> series) {
    return new DailyView(range.from(), range.to(), series.stream().map(DailyView::series).toList());
  }

  private static Series series(DailyUsage.Series series) {
    return new Series(
        series.metric(),
        series.points().stream().map(p -> new Point(p.day(), p.quantity())).toList());
  }
}
