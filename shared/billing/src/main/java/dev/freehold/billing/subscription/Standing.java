package dev.freehold.billing.subscription;

/** What a subject has already, as far as buying is concerned. */
public enum Standing {
  /** No live subscription. */
  NOTHING,
  /** A free one, which gives way to a paid one. */
  FREE,
  /** A trial, running or over, which a checkout of any plan makes the paid one. */
  AWAITS_CHECKOUT,
  /** One that is paid for. */
  PAID
}
