package dev.freehold.kernel;

import java.security.SecureRandom;
import java.util.Base64;

/** Random secrets. */
public final class Secrets {

  private static final String WORD = "abcdefghijklmnopqrstuvwxyz0123456789";

  private Secrets() {}

  // Initialized where the image runs, as native-image.properties says: it must not carry a
  // generator that was seeded by its build.
  private static final class Holder {
    static final SecureRandom RANDOM = new SecureRandom();
  }

  /** {@code prefix} and 43 base64url characters: 256 random bits. */
  public static String token(String prefix) {
    return prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(32));
  }

  public static byte[] bytes(int length) {
    byte[] made = new byte[length];
    Holder.RANDOM.nextBytes(made);
    return made;
  }

  /** {@code length} characters of {@code [a-z0-9]}. */
  public static String word(int length) {
    return from(WORD, length);
  }

  /** {@code length} characters, each drawn evenly from {@code alphabet}. */
  public static String from(String alphabet, int length) {
    var made = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      made.append(alphabet.charAt(Holder.RANDOM.nextInt(alphabet.length())));
    }
    return made.toString();
  }

  /** Six decimal digits. */
  public static String sixDigits() {
    return from("0123456789", 6);
  }
}
