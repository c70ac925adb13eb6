package dev.freehold.bench;

import java.util.Arrays;
import java.util.Collection;

/** The middle of some measurements and how far they lie apart; between two, the line. */
public record Spread(double low, double median, double high) {

  private static final double LOW = 0.1;
  private static final double HIGH = 0.9;

  /** From the 10th to the 90th percentile. */
  public static Spread of(Collection<Double> values) {
    double[] sorted = sorted(values);
    return new Spread(at(sorted, LOW), at(sorted, 0.5), at(sorted, HIGH));
  }

  /**
   * @param share 0 to 1
   */
  public static double percentile(Collection<Double> values, double share) {
    return at(sorted(values), share);
  }

  private static double[] sorted(Collection<Double> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("nothing was measured");
    }
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    return sorted;
  }

  private static double at(double[] sorted, double share) {
    double place = share * (sorted.length - 1);
    int below = (int) Math.floor(place);
    int above = (int) Math.ceil(place);
    return sorted[below] + (sorted[above] - sorted[below]) * (place - below);
  }
}
