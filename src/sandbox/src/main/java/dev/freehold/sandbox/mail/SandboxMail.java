package dev.freehold.sandbox.mail;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A mail that arrived, one per recipient.
 *
 * @param id the provider's id, as told at the end of DATA
 * @param template header {@code X-Freehold-Template}
 * @param headers decoded, names as sent
 * @param code the six digits in the text, null without
 * @param links in order, each once
 */
public record SandboxMail(
    String id,
    String to,
    String from,
    String subject,
    @Nullable String template,
    Map<String, String> headers,
    @Nullable String text,
    @Nullable String html,
    @Nullable String code,
    List<String> links,
    Instant at) {

  /** A header whatever its letters' case. */
  public @Nullable String header(String name) {
    return headers.entrySet().stream()
        .filter(header -> header.getKey().equalsIgnoreCase(name))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(null);
  }
}
