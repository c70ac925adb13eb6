package dev.freehold.identity.organization;

import dev.freehold.kernel.KernelRefusal;
import java.net.IDN;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Domains whose addresses an organization invites; in the form that addresses are kept in. */
public final class EmailDomains {

  private static final Pattern DOMAIN =
      Pattern.compile("(?=.{3,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z0-9-]{2,63}");

  private EmailDomains() {}

  /**
   * @throws dev.freehold.kernel.Refusal {@code VALIDATION_FAILED}
   */
  public static List<String> normalized(List<String> typed) {
    return typed.stream().map(EmailDomains::normalized).distinct().toList();
  }

  private static String normalized(String typed) {
    String domain = ascii(typed.strip()).toLowerCase(Locale.ROOT);
    if (!DOMAIN.matcher(domain).matches()) {
      throw KernelRefusal.VALIDATION_FAILED
          .because("the request has a fault")
          .field("allowedEmailDomains", "PATTERN", "%s is no domain".formatted(typed));
    }
    return domain;
  }

  private static String ascii(String domain) {
    try {
      return IDN.toASCII(domain);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }
}
