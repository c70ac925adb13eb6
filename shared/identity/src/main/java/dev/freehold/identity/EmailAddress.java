package dev.freehold.identity;

import dev.freehold.kernel.KernelRefusal;
import java.net.IDN;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The one form an address is stored and compared in. */
public final class EmailAddress {

  private static final int MAX_LENGTH = 254;
  private static final int MAX_LOCAL_LENGTH = 64;
  private static final Pattern LOCAL =
      Pattern.compile("[^\\s@\"(),:;<>\\[\\]\\\\\\p{C}]+", Pattern.UNICODE_CHARACTER_CLASS);
  private static final Pattern DOMAIN =
      Pattern.compile(
          "(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?");

  private EmailAddress() {}

  /**
   * Trimmed, NFKC, lower case, the domain in its ASCII form; dots and {@code +} are kept.
   *
   * @return empty when it is no address
   */
  public static Optional<String> normalized(String typed) {
    String text = Normalizer.normalize(typed.strip(), Normalizer.Form.NFKC);
    int at = text.indexOf('@');
    if (at < 1 || at != text.lastIndexOf('@')) {
      return Optional.empty();
    }
    String local = text.substring(0, at).toLowerCase(Locale.ROOT);
    String domain = asciiDomain(text.substring(at + 1));
    boolean fits =
        LOCAL.matcher(local).matches()
            && !local.startsWith(".")
            && !local.endsWith(".")
            && local.length() <= MAX_LOCAL_LENGTH
            && DOMAIN.matcher(domain).matches()
            && local.length() + 1 + domain.length() <= MAX_LENGTH;
    return fits ? Optional.of(local + '@' + domain) : Optional.empty();
  }

  /**
   * @param field of the request, named where it is no address
   * @throws dev.freehold.kernel.Refusal {@code VALIDATION_FAILED}
   */
  public static String required(String field, String typed) {
    return normalized(typed)
        .orElseThrow(
            () ->
                KernelRefusal.VALIDATION_FAILED
                    .because("the request has a fault")
                    .field(field, "PATTERN", "is no e-mail address"));
  }

  private static String asciiDomain(String domain) {
    try {
      return IDN.toASCII(domain).toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException notADomain) {
      return "";
    }
  }

  /** What stands before the {@code @}. */
  public static String localPart(String normalized) {
    return normalized.substring(0, normalized.indexOf('@'));
  }
}
