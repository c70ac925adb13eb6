package dev.freehold.bench.workload;

import java.util.UUID;
import java.util.stream.LongStream;

/**
 * The numbers of some runs that follow each other. A number becomes twelve hexadecimal digits,
 * which stand in every value that is a run's own: so a recorded statement can be told for another
 * run by putting other digits in their place.
 *
 * @param first above {@link #BASE}
 */
public record Numbers(long first, int count) {

  /** Makes the digits too odd to stand anywhere by chance. */
  public static final long BASE = 0xb0c0_de00_0000L;

  public LongStream stream() {
    return LongStream.range(first, first + count);
  }

  /** The digits: twelve, as the last group of a UUID. */
  public static String tag(long number) {
    return "%012x".formatted(number);
  }

  /**
   * @param kind tells the ids of one run apart, up to four hexadecimal digits
   */
  public static UUID id(int kind, long number) {
    return UUID.fromString(prefix(kind) + tag(number));
  }

  /** An id of this kind but for its last twelve digits. */
  public static String prefix(int kind) {
    return "0199be4c-%04x-7000-8000-".formatted(kind);
  }

  /** The same id in SQL, of a column {@code n}. */
  static String idSql(int kind) {
    return "('" + prefix(kind) + "' || lpad(to_hex(n), 12, '0'))::uuid";
  }

  /** The digits in SQL, of a column {@code n}. */
  static final String TAG_SQL = "lpad(to_hex(n), 12, '0')";
}
