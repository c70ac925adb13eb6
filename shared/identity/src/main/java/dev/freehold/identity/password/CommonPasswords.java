package dev.freehold.identity.password;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** The bundled list of passwords everybody tries: {@code identity/common-passwords.txt}. */
final class CommonPasswords {

  private static final String FILE = "/identity/common-passwords.txt";

  private CommonPasswords() {}

  // Read on first use: most calls of a function judge no new password.
  private static final class Holder {
    static final Set<String> ALL = read();
  }

  /** Lower case. */
  static Set<String> all() {
    return Holder.ALL;
  }

  private static Set<String> read() {
    try (InputStream in = CommonPasswords.class.getResourceAsStream(FILE)) {
      String text =
          new String(
              Objects.requireNonNull(in, "the list of common passwords is not bundled")
                  .readAllBytes(),
              StandardCharsets.UTF_8);
      return text.lines()
          .map(line -> line.strip().toLowerCase(Locale.ROOT))
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .collect(Collectors.toUnmodifiableSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
