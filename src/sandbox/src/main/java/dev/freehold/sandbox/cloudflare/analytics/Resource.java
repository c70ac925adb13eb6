package dev.freehold.sandbox.cloudflare.analytics;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Something that is used. It is remembered after its end, since it counts on the days it lived.
 *
 * @param key by which data sets name it: an id, or the name itself
 * @param name {@code {platformKey}-…}, with {@code -stg} or {@code -dev} at its end where it is not
 *     production
 */
public record Resource(
    Kind kind,
    String accountId,
    String key,
    String name,
    Instant bornAt,
    @Nullable Instant diedAt) {

  /** What it is at the provider. */
  public enum Kind {
    WORKER,
    D1,
    R2,
    KV
  }

  public static Resource alive(Kind kind, String accountId, String key, String name) {
    return new Resource(kind, accountId, key, name, Instant.EPOCH, null);
  }

  String id() {
    return kind + "/" + accountId + "/" + key;
  }

  String platformKey() {
    int dash = name.indexOf('-');
    return dash < 0 ? name : name.substring(0, dash);
  }

  boolean isProduction() {
    return !name.endsWith("-stg") && !name.endsWith("-dev");
  }

  boolean livedOn(LocalDate date) {
    boolean born = !day(bornAt).isAfter(date);
    return born && (diedAt == null || !day(diedAt).isBefore(date));
  }

  Resource bornAt(Instant at) {
    return new Resource(kind, accountId, key, name, at, null);
  }

  Resource diedAt(Instant at) {
    return new Resource(kind, accountId, key, name, bornAt, at);
  }

  private static LocalDate day(Instant at) {
    return LocalDate.ofInstant(at, ZoneOffset.UTC);
  }
}
