package dev.freehold.kernel;

/** Codes any operation may answer with (kernel page, 4.2). */
public enum KernelRefusal implements RefusalCode {
  VALIDATION_FAILED(Kind.INVALID, "Mend the fields named in errors and call again."),
  BODY_MALFORMED(Kind.INVALID, "Send one JSON document without duplicate keys."),
  CURSOR_INVALID(Kind.INVALID, "Start again without a cursor; a cursor fits one query only."),
  IDEMPOTENCY_KEY_INVALID(Kind.INVALID, "Send 1 to 255 printable ASCII characters."),
  UNAUTHENTICATED(Kind.UNAUTHENTICATED, "Sign in, or send a valid key."),
  API_KEY_EXPIRED(Kind.UNAUTHENTICATED, "Create or rotate the key."),
  ORIGIN_REFUSED(Kind.FORBIDDEN, "Call from an allowed origin, or with an Authorization header."),
  DELETION_SCHEDULED(Kind.FORBIDDEN, "Cancel the account's deletion first."),
  IMPERSONATION_FORBIDDEN(Kind.FORBIDDEN, "Only the person may do this."),
  PERMISSION_DENIED(Kind.FORBIDDEN, "Ask an admin of the organization for the permission."),
  TWO_FACTOR_REQUIRED(Kind.FORBIDDEN, "Sign in with a second factor."),
  REAUTHENTICATION_REQUIRED(Kind.FORBIDDEN, "Confirm who you are, then call again."),
  ESCALATION(Kind.FORBIDDEN, "Nobody gives a permission not held at that moment."),
  NOT_FOUND(Kind.NOT_FOUND, "Check the address and the id; it is not there or not yours."),
  IDEMPOTENCY_KEY_REUSED(Kind.CONFLICT, "Use a new key for another request."),
  IDEMPOTENCY_IN_PROGRESS(Kind.CONFLICT, "The first call still runs; repeat in a moment."),
  VERSION_MISMATCH(Kind.PRECONDITION_FAILED, "Read the resource again and repeat the change."),
  BODY_TOO_LARGE(Kind.TOO_LARGE, "Send at most 1 MiB."),
  UNSUPPORTED_MEDIA_TYPE(Kind.UNSUPPORTED, "Send the content type the operation names."),
  LIMIT_REACHED(Kind.UNPROCESSABLE, "Remove something first, or ask for a higher limit."),
  TOO_MANY_REQUESTS(Kind.TOO_MANY, "Wait Retry-After seconds."),
  API_KEY_RATE_LIMITED(Kind.TOO_MANY, "Wait Retry-After seconds; the key's window is full."),
  API_KEY_EXHAUSTED(Kind.TOO_MANY, "The key's allowance is spent; refill or raise it."),
  UNAVAILABLE(Kind.UNAVAILABLE, "Repeat after Retry-After seconds; nothing was changed."),
  KEY_SERVICE_UNAVAILABLE(Kind.UNAVAILABLE, "Repeat after Retry-After seconds."),
  RUN_IN_PROGRESS(Kind.CONFLICT, "Wait for the run under way."),
  NOT_A_SCHEDULE(Kind.UNPROCESSABLE, "Name an operation with a schedule."),
  NOTHING_DEAD(Kind.CONFLICT, "The queue's dead-letter queue is empty."),
  MAIL_NOT_RESENDABLE(
      Kind.CONFLICT, "The mail was sent, or its codes are gone: ask for a new one.");

  private final Kind kind;
  private final String advice;

  KernelRefusal(Kind kind, String advice) {
    this.kind = kind;
    this.advice = advice;
  }

  @Override
  public Kind kind() {
    return kind;
  }

  @Override
  public String advice() {
    return advice;
  }

  /** 404 for what is not there and for what is another tenant's: the two are never told apart. */
  public static Refusal notFound(String thing) {
    return NOT_FOUND.because("no such %s", thing);
  }
}
