package dev.freehold.sandbox.store;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An object.
 *
 * @param content Base64, of a small one; null = in {@code file}
 * @param file name in the simulator's folder; null = in {@code content}
 * @param headers given at PUT and given back: content type, metadata, checksums
 * @param retainUntil Object Lock: not to be deleted or overwritten before; null = may be
 */
record StoredObject(
    String bucket,
    String key,
    @Nullable String content,
    @Nullable String file,
    long size,
    String etag,
    Map<String, String> headers,
    @Nullable String lockMode,
    @Nullable Instant retainUntil,
    boolean legalHold,
    Instant modifiedAt) {

  static String id(String bucket, String key) {
    return bucket + "/" + key;
  }

  String id() {
    return id(bucket, key);
  }

  boolean isLocked(Instant now) {
    return legalHold || (retainUntil != null && retainUntil.isAfter(now));
  }

  StoredObject retained(@Nullable String mode, @Nullable Instant until) {
    return new StoredObject(
        bucket, key, content, file, size, etag, headers, mode, until, legalHold, modifiedAt);
  }

  StoredObject held(boolean hold) {
    return new StoredObject(
        bucket, key, content, file, size, etag, headers, lockMode, retainUntil, hold, modifiedAt);
  }
}
