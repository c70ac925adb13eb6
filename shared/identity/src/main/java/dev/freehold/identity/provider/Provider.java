package dev.freehold.identity.provider;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Who may vouch for a person. */
public enum Provider {
  GOOGLE("Google"),
  GITHUB("GitHub");

  private final String shown;

  Provider(String shown) {
    this.shown = shown;
  }

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Its name, as people know it. */
  String shown() {
    return shown;
  }

  public static Optional<Provider> of(String word) {
    return Arrays.stream(values()).filter(provider -> provider.word().equals(word)).findFirst();
  }
}
