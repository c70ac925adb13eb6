package dev.freehold.kernel;

/** What a refusal means for the caller; the edge maps each once to a status. */
public enum Kind {
  INVALID,
  UNAUTHENTICATED,
  PAYMENT_REQUIRED,
  FORBIDDEN,
  NOT_FOUND,
  CONFLICT,
  GONE,
  PRECONDITION_FAILED,
  TOO_LARGE,
  UNSUPPORTED,
  UNPROCESSABLE,
  TOO_MANY,
  UNAVAILABLE
}
