package dev.freehold.sandbox.store;

import dev.freehold.sandbox.SimResponse;

/** An error answer: leaves by the exception, so that nothing of the call stays. */
final class S3Error extends RuntimeException {

  private final int status;
  private final String code;

  S3Error(int status, String code, String message) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
  }

  static S3Error denied(String message) {
    return new S3Error(403, "AccessDenied", message);
  }

  SimResponse answer() {
    return answer(status, code, String.valueOf(getMessage()));
  }

  static SimResponse answer(int status, String code, String message) {
    return SimResponse.text(
        status,
        "application/xml",
        new Xml()
            .open("Error")
            .add("Code", code)
            .add("Message", message)
            .add("RequestId", "SANDBOX")
            .close("Error")
            .toString());
  }
}
