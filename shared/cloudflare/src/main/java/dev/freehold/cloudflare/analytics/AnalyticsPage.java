package dev.freehold.cloudflare.analytics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One page of one data set, ordered by key.
 *
 * @param rows each key and action once
 * @param nextKey where the next page begins, with this page's last key read again since its rows
 *     may be cut; null = this was the last page
 */
public record AnalyticsPage(List<Measurement> rows, @Nullable String nextKey) {

  private record Of(String key, String action) {}

  /**
   * @param groups how many groups the provider gave; a page of {@code limit} has a next one
   * @throws AnalyticsFailure when a full page holds no key but the one it began with
   */
  static AnalyticsPage of(List<Measurement> read, int groups, String from, int limit) {
    Map<Of, Measurement> rows = new LinkedHashMap<>();
    for (Measurement row : read) {
      rows.merge(new Of(row.key(), row.action()), row, Measurement::plus);
    }
    if (groups < limit) {
      return new AnalyticsPage(new ArrayList<>(rows.values()), null);
    }
    String last = read.getLast().key();
    if (last.equals(from)) {
      throw new AnalyticsFailure("one key alone fills a page of " + limit, null);
    }
    return new AnalyticsPage(new ArrayList<>(rows.values()), last);
  }
}
