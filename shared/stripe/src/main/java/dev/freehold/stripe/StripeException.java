package dev.freehold.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** Stripe did not do what was asked. {@link #reason()} says whether asking again can help. */
public final class StripeException extends RuntimeException {

  /** What kind of failure it was, as far as the caller can act on it. */
  public enum Reason {
    /** No answer, an answer of 5xx or too many calls, after all tries: ask again later. */
    UNAVAILABLE,
    /** The payment method was refused or needs its holder. */
    DECLINED,
    /** No such object, or not of this account. */
    NOT_FOUND,
    /** The idempotency key was used with other parameters, or its first call still runs. */
    IDEMPOTENCY,
    /** The key is wrong or may not do this. */
    UNAUTHORIZED,
    /** The request breaks a rule of Stripe's: a fault of ours, or a state that has moved on. */
    INVALID
  }

  private static final long serialVersionUID = 1L;

  private final Reason reason;
  private final @Nullable String code;
  private final @Nullable String declineCode;

  StripeException(
      Reason reason,
      String message,
      @Nullable String code,
      @Nullable String declineCode,
      @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
    this.code = code;
    this.declineCode = declineCode;
  }

  static StripeException unavailable(String message, @Nullable Throwable cause) {
    return new StripeException(Reason.UNAVAILABLE, message, null, null, cause);
  }

  /**
   * @param body Stripe's error document, or null where the answer was none
   */
  static StripeException of(int status, String call, @Nullable JsonNode body) {
    var error = body == null ? null : body.get("error");
    var code = StripeJson.text(error, "code");
    var type = StripeJson.text(error, "type");
    var message =
        "%s: %d %s %s"
            .formatted(call, status, code == null ? type : code, StripeJson.text(error, "message"));
    return new StripeException(
        reason(status, type), message, code, StripeJson.text(error, "decline_code"), null);
  }

  private static Reason reason(int status, @Nullable String type) {
    if ("idempotency_error".equals(type) || status == 409) {
      return Reason.IDEMPOTENCY;
    }
    return switch (status) {
      case 401, 403 -> Reason.UNAUTHORIZED;
      case 402 -> Reason.DECLINED;
      case 404 -> Reason.NOT_FOUND;
      case 429 -> Reason.UNAVAILABLE;
      default -> status >= 500 ? Reason.UNAVAILABLE : Reason.INVALID;
    };
  }

  public Reason reason() {
    return reason;
  }

  /** Stripe's error code, such as {@code resource_missing}. */
  public @Nullable String code() {
    return code;
  }

  /** Why the issuer refused, such as {@code insufficient_funds}. */
  public @Nullable String declineCode() {
    return declineCode;
  }
}
