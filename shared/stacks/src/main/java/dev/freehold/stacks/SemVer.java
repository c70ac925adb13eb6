package dev.freehold.stacks;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A version by SemVer 2.0.0 without build part, in the order of its precedence.
 *
 * @param prerelease identifiers joined by dots; null = a release
 */
public record SemVer(int major, int minor, int patch, @Nullable String prerelease)
    implements Comparable<SemVer> {

  /** The longest a version may be. */
  public static final int MAX_LENGTH = 64;

  /** What is accepted, for the validation of requests too. */
  public static final String PATTERN =
      "(0|[1-9][0-9]{0,8})\\.(0|[1-9][0-9]{0,8})\\.(0|[1-9][0-9]{0,8})"
          + "(?:-((?:0|[1-9][0-9]*|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*)"
          + "(?:\\.(?:0|[1-9][0-9]*|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*))*))?";

  private static final Pattern FORM = Pattern.compile(PATTERN);

  private static final Comparator<SemVer> NUMBERS =
      Comparator.comparingInt(SemVer::major)
          .thenComparingInt(SemVer::minor)
          .thenComparingInt(SemVer::patch);

  public static Optional<SemVer> parse(String text) {
    Matcher m = FORM.matcher(text);
    if (text.length() > MAX_LENGTH || !m.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new SemVer(
            Integer.parseInt(m.group(1)),
            Integer.parseInt(m.group(2)),
            Integer.parseInt(m.group(3)),
            m.group(4)));
  }

  /**
   * @throws IllegalArgumentException when it is none
   */
  public static SemVer of(String text) {
    return parse(text).orElseThrow(() -> new IllegalArgumentException("not a version: " + text));
  }

  public boolean isPrerelease() {
    return prerelease != null;
  }

  @Override
  public int compareTo(SemVer other) {
    int numbers = NUMBERS.compare(this, other);
    return numbers != 0 ? numbers : comparePrerelease(prerelease, other.prerelease);
  }

  /** A release is above its prereleases; identifiers are compared one by one. */
  private static int comparePrerelease(@Nullable String one, @Nullable String other) {
    if (one == null || other == null) {
      return Boolean.compare(one == null, other == null);
    }
    String[] ones = one.split("\\.");
    String[] others = other.split("\\.");
    for (int i = 0; i < Math.min(ones.length, others.length); i++) {
      int compared = compareIdentifier(ones[i], others[i]);
      if (compared != 0) {
        return compared;
      }
    }
    return Integer.compare(ones.length, others.length);
  }

  /** Numbers by value and below words; words by their ASCII. */
  private static int compareIdentifier(String one, String other) {
    boolean isNumber = isNumber(one);
    if (isNumber != isNumber(other)) {
      return isNumber ? -1 : 1;
    }
    // Without leading zeros the longer number is the greater one.
    return isNumber && one.length() != other.length()
        ? Integer.compare(one.length(), other.length())
        : one.compareTo(other);
  }

  private static boolean isNumber(String identifier) {
    return identifier.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  @Override
  public String toString() {
    var numbers = major + "." + minor + "." + patch;
    return prerelease == null ? numbers : numbers + "-" + prerelease;
  }
}
