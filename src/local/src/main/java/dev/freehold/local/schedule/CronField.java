package dev.freehold.local.schedule;

import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/** The values one field of a cron expression allows: {@code *}, {@code ?}, lists, ranges, steps. */
final class CronField {

  private final BitSet values = new BitSet();
  private final int lowest;
  private final int highest;
  private final List<String> names;

  private CronField(int lowest, int highest, List<String> names) {
    this.lowest = lowest;
    this.highest = highest;
    this.names = names;
  }

  /**
   * @param names words for {@code lowest}, {@code lowest + 1} …
   */
  static CronField parse(String text, int lowest, int highest, String... names) {
    CronField field = new CronField(lowest, highest, List.of(names));
    for (String part : text.split(",", -1)) {
      field.add(part);
    }
    return field;
  }

  private void add(String part) {
    String[] stepped = part.split("/", -1);
    if (stepped.length > 2) {
      throw new IllegalArgumentException("cannot read " + part);
    }
    boolean hasStep = stepped.length == 2;
    int step = hasStep ? number(stepped[1], 1, highest) : 1;
    String range = stepped[0];
    if (range.equals("*") || range.equals("?")) {
      set(lowest, highest, step);
      return;
    }
    String[] ends = range.split("-", -1);
    if (ends.length > 2) {
      throw new IllegalArgumentException("cannot read " + part);
    }
    int from = value(ends[0]);
    int single = hasStep ? highest : from;
    set(from, ends.length == 2 ? value(ends[1]) : single, step);
  }

  private void set(int from, int to, int step) {
    if (to < from) {
      throw new IllegalArgumentException("%d-%d runs backwards".formatted(from, to));
    }
    for (int value = from; value <= to; value += step) {
      values.set(value);
    }
  }

  private int value(String word) {
    int index = names.indexOf(word.toUpperCase(Locale.ROOT));
    return index >= 0 ? lowest + index : number(word, lowest, highest);
  }

  private static int number(String word, int lowest, int highest) {
    if (!word.matches("\\d{1,4}")) {
      throw new IllegalArgumentException("cannot read " + word);
    }
    int number = Integer.parseInt(word);
    if (number < lowest || number > highest) {
      throw new IllegalArgumentException("%d is not %d-%d".formatted(number, lowest, highest));
    }
    return number;
  }

  boolean has(int value) {
    return values.get(value);
  }

  int count() {
    return values.cardinality();
  }

  int first() {
    return values.nextSetBit(0);
  }

  int last() {
    return values.length() - 1;
  }

  /** -1 when there is none. */
  int atOrAfter(int value) {
    return values.nextSetBit(value);
  }

  /** -1 when there is none. */
  int atOrBefore(int value) {
    return value < 0 ? -1 : values.previousSetBit(value);
  }
}
