package dev.freehold.billing.checkout;

import dev.freehold.billing.Provider;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a caller wants to buy.
 *
 * @param planPriceId null = the monthly price in the account's currency
 * @param credits a freely chosen amount, where no plan is named
 */
public record Purchase(
    OrderKind kind,
    UUID organizationId,
    @Nullable UUID userId,
    @Nullable UUID planId,
    @Nullable UUID planPriceId,
    @Nullable UUID platformId,
    @Nullable Long credits,
    @Nullable String couponCode,
    Provider provider,
    String successUrl,
    String cancelUrl) {}
