package dev.freehold.identity.organization;

import dev.freehold.identity.ReservedNames;
import dev.freehold.kernel.Secrets;
import java.text.Normalizer;
import java.util.Locale;

/** An organization's name in addresses. */
final class Slug {

  /** Room for the random characters within 63. */
  private static final int MAX_MADE = 50;

  private static final int RANDOM_CHARACTERS = 4;

  private Slug() {}

  /** Made of a name; may be taken or reserved. */
  static String from(String name) {
    String plain =
        Normalizer.normalize(name, Normalizer.Form.NFKD)
            .toLowerCase(Locale.ROOT)
            .replaceAll("\\p{M}+", "")
            .replaceAll("[^a-z0-9]+", "-");
    String cut = trimmed(plain.substring(0, Math.min(plain.length(), MAX_MADE)));
    return cut.length() < 2 ? trimmed("org-" + cut) : cut;
  }

  /** The same with four random characters. */
  static String varied(String slug) {
    return slug + '-' + Secrets.word(RANDOM_CHARACTERS);
  }

  static boolean isReserved(String slug) {
    return ReservedNames.contains(slug);
  }

  private static String trimmed(String text) {
    return text.replaceAll("^-+|-+$", "");
  }
}
