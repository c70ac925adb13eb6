package dev.freehold.kernel;

import java.util.List;

/**
 * Where a page begins. A service reads {@code limit + 1} rows after the sort values.
 *
 * @param limit 1 to 100
 * @param after the last row's sort values as text, in the order of the sort; empty = from the start
 */
public record PageRequest(int limit, List<String> after) {

  public static PageRequest first(int limit) {
    return new PageRequest(limit, List.of());
  }

  public boolean isFirst() {
    return after.isEmpty();
  }
}
