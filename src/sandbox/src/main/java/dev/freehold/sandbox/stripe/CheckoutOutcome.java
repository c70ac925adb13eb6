package dev.freehold.sandbox.stripe;

/** Which button of the checkout page was pressed. */
public enum CheckoutOutcome {
  SUCCEED,
  /** The card is refused: the session stays open. */
  DECLINE,
  /** The customer goes back: the session stays open. */
  CANCEL
}
