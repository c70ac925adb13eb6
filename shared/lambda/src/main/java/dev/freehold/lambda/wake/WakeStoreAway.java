package dev.freehold.lambda.wake;

/** The store does not answer; who asks it acts as if nothing were known. */
public final class WakeStoreAway extends RuntimeException {

  private static final long serialVersionUID = 1L;

  WakeStoreAway(Throwable cause) {
    super(cause.getMessage(), cause);
  }
}
