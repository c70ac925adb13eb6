package dev.freehold.sandbox.cloudflare.analytics;

/** A query that cannot be answered: an entry of {@code errors}. */
final class AnalyticsError extends RuntimeException {

  AnalyticsError(String message) {
    super(message, null, false, false);
  }
}
