package dev.freehold.lambda;

import dev.freehold.kernel.KernelRefusal;
import dev.freehold.kernel.Kind;
import dev.freehold.kernel.Refusal;
import dev.freehold.kernel.sql.SqlFailure;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Refusals and faults as RFC 9457 documents. */
public final class Problems {

  /**
   * @param retryAfter whole seconds, null where a repeat is of no use
   */
  public record Problem(
      int status, String code, Map<String, @Nullable Object> body, @Nullable Long retryAfter) {}

  private static final Duration SHORTLY = Duration.ofSeconds(2);

  private Problems() {}

  public static int status(Kind kind) {
    return switch (kind) {
      case INVALID -> 400;
      case UNAUTHENTICATED -> 401;
      case PAYMENT_REQUIRED -> 402;
      case FORBIDDEN -> 403;
      case NOT_FOUND -> 404;
      case CONFLICT -> 409;
      case GONE -> 410;
      case PRECONDITION_FAILED -> 412;
      case TOO_LARGE -> 413;
      case UNSUPPORTED -> 415;
      case UNPROCESSABLE -> 422;
      case TOO_MANY -> 429;
      case UNAVAILABLE -> 503;
    };
  }

  /** What the caller is told of a failure; of an unexpected one, nothing of its cause. */
  public static Problem of(Throwable failure, String path, String requestId) {
    Refusal refusal = refusalIn(failure);
    if (refusal != null) {
      return problem(refusal, path, requestId);
    }
    if (SqlFailure.isUnavailable(failure)) {
      return problem(
          KernelRefusal.UNAVAILABLE.because("the service cannot answer now").retryAfter(SHORTLY),
          path,
          requestId);
    }
    return new Problem(
        500, "INTERNAL", document("INTERNAL", 500, "unexpected failure", path, requestId), null);
  }

  /** A refusal, however deep a transaction manager wrapped it. */
  static @Nullable Refusal refusalIn(Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof Refusal refusal) {
        return refusal;
      }
    }
    return null;
  }

  private static Problem problem(Refusal refusal, String path, String requestId) {
    int status = status(refusal.kind());
    Map<String, @Nullable Object> body =
        document(refusal.code(), status, refusal.detail(), path, requestId);
    if (!refusal.errors().isEmpty()) {
      body.put("errors", refusal.errors());
    }
    refusal.members().forEach(body::putIfAbsent);
    Duration wait = refusal.retryAfter();
    if (wait == null && status == 503) {
      wait = SHORTLY;
    }
    return new Problem(status, refusal.code(), body, wait == null ? null : wholeSeconds(wait));
  }

  private static long wholeSeconds(Duration wait) {
    return Math.max(1, (wait.toMillis() + 999) / 1000);
  }

  private static Map<String, @Nullable Object> document(
      String code, int status, String detail, String path, String requestId) {
    var body = new LinkedHashMap<String, @Nullable Object>();
    body.put("type", "/problems/" + code.toLowerCase(Locale.ROOT).replace('_', '-'));
    body.put("title", title(code));
    body.put("status", status);
    body.put("detail", detail);
    body.put("instance", path);
    body.put("code", code);
    body.put("requestId", requestId);
    return body;
  }

  private static String title(String code) {
    String words = code.toLowerCase(Locale.ROOT).replace('_', ' ');
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }
}
