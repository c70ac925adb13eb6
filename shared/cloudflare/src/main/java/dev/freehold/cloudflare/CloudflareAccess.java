package dev.freehold.cloudflare;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * One account and zone with its token.
 *
 * @param nextCall asked before each call: how long it may take; throws when there shall be none
 */
public record CloudflareAccess(
    String accountId, String zoneId, String token, Supplier<Duration> nextCall) {

  @Override
  public String toString() {
    return "CloudflareAccess[" + accountId + "]";
  }
}
