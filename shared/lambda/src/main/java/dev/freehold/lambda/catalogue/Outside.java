package dev.freehold.lambda.catalogue;

import java.util.Locale;

/** What an operation may need besides the database, its keys and the product's queues. */
public enum Outside {
  /** The bucket of bundles: read, write, delete. */
  STORE,
  /** The bucket of the audit's anchors: write under Object Lock. */
  ANCHORS,
  /** SES. */
  MAIL,
  /** The operators' topic. */
  ALERTS,
  /** Looking at any queue and moving its dead letters. */
  QUEUES,
  /** Invoking the functions of schedules. */
  SCHEDULES,
  /** The payment provider's secret. */
  STRIPE,
  /** The cloud accounts' secret. */
  CLOUDFLARE,
  /** The GitHub App's secret. */
  GITHUB,
  /** The master key from which platforms' secrets are derived. */
  PLATFORMS,
  /** The secrets of the clients at providers of sign-in. */
  PROVIDERS,
  /** The secret of the database's owner. */
  OWNER,
  /** The login that drops what is past its retention. */
  RETENTION;

  /** As functions.json says it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
