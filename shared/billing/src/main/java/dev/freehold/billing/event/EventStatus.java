package dev.freehold.billing.event;

import java.util.Locale;

/** How far a received event is. */
public enum EventStatus {
  RECEIVED,
  PROCESSING,
  PROCESSED,
  IGNORED,
  FAILED,
  DEAD;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
