package dev.freehold.storage;

/** The object store did not answer, or not as it should: an outage, not a rule. */
public class StoreFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  StoreFailure(String call, Throwable cause) {
    super(call + ": " + cause.getMessage(), cause);
  }
}
