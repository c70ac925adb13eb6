package dev.freehold.identity.password;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What a password must be: long enough, not one everybody tries, not made of the person's data. */
public final class PasswordPolicy {

  /** Why a password is refused; the names are field codes of the answer. */
  public enum Fault {
    TOO_SHORT,
    TOO_LONG,
    COMMON,
    CONTEXT
  }

  private static final int MAX_REPEATED_UNIT = 8;
  private static final int MIN_LEFT_WITHOUT_CONTEXT = 8;
  private static final int MIN_CONTEXT_WORD = 3;
  private static final List<String> RUNS =
      List.of(
          "0123456789".repeat(14),
          "1234567890".repeat(14),
          "abcdefghijklmnopqrstuvwxyz".repeat(6),
          "qwertyuiop".repeat(14),
          "asdfghjkl".repeat(16),
          "qwertyuiopasdfghjklzxcvbnm".repeat(6),
          "qwertzuiopasdfghjklyxcvbnm".repeat(6));

  private PasswordPolicy() {}

  /**
   * All faults at once, in the order of {@link Fault}.
   *
   * @param password NFKC
   * @param minLength characters (code points), as the maximum
   * @param context local part, names and configured words, in any case
   * @param common passwords everybody tries, lower case
   */
  static List<Fault> faults(
      String password,
      int minLength,
      int maxLength,
      Collection<String> context,
      Set<String> common) {
    var faults = new ArrayList<Fault>();
    int length = password.codePointCount(0, password.length());
    if (length < minLength) {
      faults.add(Fault.TOO_SHORT);
    }
    if (length > maxLength) {
      faults.add(Fault.TOO_LONG);
    }
    String lower = password.toLowerCase(Locale.ROOT);
    if (common.contains(lower) || isRepeatedUnit(lower) || isRun(lower)) {
      faults.add(Fault.COMMON);
    }
    if (lengthWithout(lower, context) < MIN_LEFT_WITHOUT_CONTEXT) {
      faults.add(Fault.CONTEXT);
    }
    return faults;
  }

  /** One unit of at most 8 characters, again and again; the last one may be cut. */
  private static boolean isRepeatedUnit(String text) {
    for (int unit = 1; unit <= Math.min(MAX_REPEATED_UNIT, text.length() / 2); unit++) {
      if (text.regionMatches(unit, text, 0, text.length() - unit)) {
        return true;
      }
    }
    return false;
  }

  /** One run of digits, letters or neighbouring keys, up or down. */
  private static boolean isRun(String text) {
    if (text.isEmpty()) {
      return false;
    }
    String backwards = new StringBuilder(text).reverse().toString();
    return RUNS.stream().anyMatch(run -> run.contains(text) || run.contains(backwards));
  }

  private static int lengthWithout(String text, Collection<String> context) {
    String left = text;
    for (String words : context) {
      for (String word : words.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+")) {
        if (word.length() >= MIN_CONTEXT_WORD) {
          left = left.replace(word, "");
        }
      }
    }
    return left.codePointCount(0, left.length());
  }
}
