package dev.freehold.sandbox.store;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * One page of a bucket's keys: those with the prefix, after a key, common prefixes up to the
 * delimiter shown once.
 *
 * @param last where the next page goes on; only meaning something when {@code truncated}
 */
record Listing(List<StoredObject> objects, Set<String> folders, boolean truncated, String last) {

  /**
   * What is asked for.
   *
   * @param delimiter empty = none
   * @param after exclusive
   */
  record Asked(String prefix, String delimiter, String after, int most) {}

  static Listing of(List<StoredObject> ordered, Asked asked) {
    var shown = new ArrayList<StoredObject>();
    var folders = new LinkedHashSet<String>();
    String last = asked.after();
    for (StoredObject one : ordered) {
      String folder = folder(one.key(), asked);
      boolean seen =
          !folder.isEmpty() && (folders.contains(folder) || asked.after().startsWith(folder));
      boolean wanted =
          one.key().startsWith(asked.prefix()) && one.key().compareTo(asked.after()) > 0 && !seen;
      if (wanted && shown.size() + folders.size() == asked.most()) {
        return new Listing(shown, folders, true, last);
      }
      if (wanted && folder.isEmpty()) {
        shown.add(one);
        last = one.key();
      } else if (wanted) {
        folders.add(folder);
        last = folder + Character.MAX_VALUE;
      }
    }
    return new Listing(shown, folders, false, last);
  }

  /** The common prefix that the key falls under, or empty. */
  private static String folder(String key, Asked asked) {
    if (asked.delimiter().isEmpty() || !key.startsWith(asked.prefix())) {
      return "";
    }
    int end = key.indexOf(asked.delimiter(), asked.prefix().length());
    return end < 0 ? "" : key.substring(0, end + asked.delimiter().length());
  }
}
