package dev.freehold.sandbox.stripe;

/** The checkout session is unknown, complete or expired. */
public final class SessionNotOpenException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  SessionNotOpenException(String sessionId) {
    super("checkout session " + sessionId + " is not open");
  }
}
