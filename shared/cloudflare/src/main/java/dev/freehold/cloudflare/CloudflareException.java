package dev.freehold.cloudflare;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Cloudflare refused, was not reached or did not answer in time. The message holds no token. */
public final class CloudflareException extends RuntimeException {

  /** What the caller may conclude. */
  public enum Kind {
    /** The thing is not there. */
    NOT_FOUND,
    /** It exists already, or something stands on it. */
    CONFLICT,
    /** The request can never succeed as it is. */
    REJECTED,
    /** 401 or 403: the token is not, or no longer, good enough for this call. */
    CREDENTIALS,
    /** Too many calls; nothing was done. */
    RATE_LIMITED,
    /** 5xx, or the connection broke: it may have been done. */
    UNAVAILABLE,
    /** No answer in time: it may have been done. */
    TIMEOUT
  }

  private final Kind kind;
  private final String code;
  private final @Nullable Duration retryAfter;

  CloudflareException(Kind kind, String code, String message, @Nullable Duration retryAfter) {
    super(message);
    this.kind = kind;
    this.code = code;
    this.retryAfter = retryAfter;
  }

  public Kind kind() {
    return kind;
  }

  /** The provider's code, else the HTTP status, else the word of the failure. */
  public String code() {
    return code;
  }

  /** Only when rate limited, and only when the provider said it. */
  public @Nullable Duration retryAfter() {
    return retryAfter;
  }
}
