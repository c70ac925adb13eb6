package dev.freehold.github;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** GitHub refused, was not reached or did not answer in time. The message holds no token. */
public final class GitHubException extends RuntimeException {

  /** What the caller may conclude. */
  public enum Kind {
    /** The thing is not there, or not for this App. */
    NOT_FOUND,
    /** 409, or 422: it exists, is empty, or has moved on. */
    CONFLICT,
    /** The request can never succeed as it is. */
    REJECTED,
    /** 401: the App's key or its installation is not accepted. */
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

  GitHubException(Kind kind, String code, String message, @Nullable Duration retryAfter) {
    super(message);
    this.kind = kind;
    this.code = code;
    this.retryAfter = retryAfter;
  }

  public Kind kind() {
    return kind;
  }

  /** The HTTP status, else the word of the failure. */
  public String code() {
    return code;
  }

  /** Only when rate limited, and only when GitHub said it. */
  public @Nullable Duration retryAfter() {
    return retryAfter;
  }
}
