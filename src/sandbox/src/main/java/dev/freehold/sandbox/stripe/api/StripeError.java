package dev.freehold.sandbox.stripe.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freehold.sandbox.SimJson;
import org.jspecify.annotations.Nullable;

/** An error object of Stripe with its status: docs.stripe.com/api/errors. */
public final class StripeError extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final transient ObjectNode error;

  private StripeError(int status, String type, String message) {
    super(message);
    this.status = status;
    this.error = SimJson.object().put("message", message).put("type", type);
  }

  public static StripeError invalid(@Nullable String param, String message) {
    return new StripeError(400, "invalid_request_error", message).with("param", param);
  }

  public static StripeError missingResource(String kind, String id, String param) {
    return new StripeError(404, "invalid_request_error", "No such " + kind + ": '" + id + "'")
        .code("resource_missing")
        .with("param", param);
  }

  public static StripeError unauthorized(String message) {
    return new StripeError(401, "invalid_request_error", message);
  }

  public static StripeError unknownUrl(String method, String path) {
    return new StripeError(
        404, "invalid_request_error", "Unrecognized request URL (%s: %s).".formatted(method, path));
  }

  /** What Stripe does and this sandbox does not. */
  public static StripeError notSimulated(String what) {
    return new StripeError(501, "api_error", "The sandbox does not simulate " + what + ".");
  }

  public static StripeError idempotency(String key) {
    return new StripeError(
        400,
        "idempotency_error",
        "Keys for idempotent requests can only be used with the same parameters they were first"
            + " used with. Try using a key other than '"
            + key
            + "' if you meant to execute a different request.");
  }

  /** A fault on demand. */
  public static StripeError failure(int status, String message) {
    return new StripeError(status, status < 500 ? "invalid_request_error" : "api_error", message);
  }

  public StripeError code(String code) {
    error.put("code", code);
    error.put("doc_url", "https://stripe.com/docs/error-codes/" + code.replace('_', '-'));
    return this;
  }

  /** Nothing is said of what is null. */
  public StripeError with(String field, @Nullable String value) {
    if (value != null) {
      error.put(field, value);
    }
    return this;
  }

  public int status() {
    return status;
  }

  public ObjectNode body() {
    ObjectNode body = SimJson.object();
    body.set("error", error.deepCopy());
    return body;
  }
}
