package dev.freehold.kernel;

import dev.freehold.kernel.edge.Times;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

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

  /** The {@code index}-th sort value; null on the first page. A forged one is refused. */
  public @Nullable UUID afterId(int index) {
    return parsed(index, UUID::fromString);
  }

  public @Nullable Instant afterInstant(int index) {
    return parsed(index, Times::instant);
  }

  public @Nullable LocalDate afterDate(int index) {
    return parsed(index, Times::date);
  }

  public @Nullable String afterText(int index) {
    return parsed(index, text -> text);
  }

  public @Nullable Integer afterInt(int index) {
    return parsed(index, Integer::valueOf);
  }

  public @Nullable Long afterLong(int index) {
    return parsed(index, Long::valueOf);
  }

  private <T> @Nullable T parsed(int index, Function<String, T> parse) {
    if (isFirst()) {
      return null;
    }
    try {
      return parse.apply(after.get(index));
    } catch (IllegalArgumentException | DateTimeException | IndexOutOfBoundsException e) {
      throw KernelRefusal.CURSOR_INVALID.because("the cursor is not one of this query");
    }
  }
}
