package dev.freehold.cloudflare.analytics;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Cloudflare did not say what was used. The message holds no token; nothing is known of the day.
 */
public final class AnalyticsFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final @Nullable Duration retryAfter;

  public AnalyticsFailure(String message, @Nullable Duration retryAfter) {
    super(message);
    this.retryAfter = retryAfter;
  }

  /** Null unless the provider said how long to wait. */
  public @Nullable Duration retryAfter() {
    return retryAfter;
  }
}
