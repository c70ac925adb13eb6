package dev.freehold.billing.account;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The payer sheet of an organization, as far as buying needs it.
 *
 * @param currencyFixed a paid order has fixed the currency
 */
public record Account(
    UUID organizationId,
    String billingEmail,
    String currency,
    boolean currencyFixed,
    @Nullable Instant paymentsBlockedAt) {}
