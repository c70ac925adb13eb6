package dev.freehold.sandbox.cloudflare;

/** An error answer: leaves by the exception, so that nothing of the call stays. */
final class CloudflareError extends RuntimeException {

  final int status;
  final int code;

  CloudflareError(int status, int code, String message) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
  }
}
