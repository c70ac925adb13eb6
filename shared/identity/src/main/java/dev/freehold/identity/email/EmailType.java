package dev.freehold.identity.email;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Mails that people may choose. */
public enum EmailType {
  MARKETING,
  PRODUCT_UPDATES,
  PAYMENT_RECEIPTS,
  USAGE_ALERTS,
  DEPLOYMENT_RESULTS,
  SUPPORT_UPDATES;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Where nothing was chosen. */
  boolean subscribedAtFirst() {
    return this != MARKETING;
  }

  public static Optional<EmailType> of(String word) {
    return Arrays.stream(values()).filter(type -> type.word().equals(word)).findFirst();
  }
}
