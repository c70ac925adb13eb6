package dev.freehold.sandbox.stripe;

/** What a customer's bank says to every payment until it is set again. */
public enum PaymentOutcome {
  SUCCEED,
  DECLINE,
  AUTHENTICATION_REQUIRED,
  /** As if no payment method were stored. */
  NO_METHOD
}
