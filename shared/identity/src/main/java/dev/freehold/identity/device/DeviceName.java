package dev.freehold.identity.device;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a person recognizes a device by, read from the user agent. */
final class DeviceName {

  private static final int MAX_LENGTH = 80;

  // First hit wins: Edge and Opera also say Chrome, Chrome also says Safari.
  private static final List<String> BROWSERS =
      List.of("Edg", "OPR", "Firefox", "Chrome", "Safari", "curl");
  private static final List<String> SYSTEMS =
      List.of("iPhone", "iPad", "Android", "Windows", "Macintosh", "Linux");

  private DeviceName() {}

  static String of(@Nullable String userAgent) {
    if (userAgent == null || userAgent.isBlank()) {
      return "Unknown device";
    }
    String browser = first(BROWSERS, userAgent);
    String system = first(SYSTEMS, userAgent);
    if (browser.isEmpty()) {
      return userAgent.substring(0, Math.min(userAgent.length(), MAX_LENGTH));
    }
    return system.isEmpty() ? said(browser) : said(browser) + " on " + system;
  }

  private static String first(List<String> words, String userAgent) {
    return words.stream().filter(userAgent::contains).findFirst().orElse("");
  }

  private static String said(String browser) {
    return switch (browser) {
      case "Edg" -> "Edge";
      case "OPR" -> "Opera";
      default -> browser;
    };
  }
}
