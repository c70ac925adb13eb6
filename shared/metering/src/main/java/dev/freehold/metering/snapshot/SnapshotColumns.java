package dev.freehold.metering.snapshot;

import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The nine columns in the forms that statements want them in. */
public final class SnapshotColumns {

  /** {@code worker_invocations, worker_errors, …}. */
  public static final String NAMES = each(slug -> slug);

  /** {@code ('worker_invocations', s.worker_invocations), …}, to turn columns into rows. */
  public static final String PAIRS_OF_S = each(slug -> "('" + slug + "', s." + slug + ")");

  private SnapshotColumns() {}

  static String of(String alias) {
    return each(slug -> alias + "." + slug);
  }

  static String typed() {
    return each(slug -> slug + " bigint");
  }

  static String assigned() {
    return each(slug -> slug + " = excluded." + slug);
  }

  static String json(String alias) {
    return "jsonb_build_object(" + each(slug -> "'" + slug + "', " + alias + "." + slug) + ")";
  }

  private static String each(Function<String, String> form) {
    return Arrays.stream(SnapshotMetric.values())
        .map(SnapshotMetric::slug)
        .map(form)
        .collect(Collectors.joining(", "));
  }
}
