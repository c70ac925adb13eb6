package dev.freehold.functions.billing;

import dev.freehold.billing.Provider;
import dev.freehold.billing.checkout.OrderKind;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Body of {@code POST /v1/checkout-sessions}.
 *
 * @param planPriceId left out: the monthly price in the account's currency
 * @param credits a freely chosen amount, where no plan is named
 */
@RegisterForReflection
public record CreateCheckout(
    @NotNull OrderKind kind,
    @Nullable UUID organizationId,
    @Nullable UUID planId,
    @Nullable UUID planPriceId,
    @Nullable UUID platformId,
    @Nullable UUID agentId,
    @Positive @Nullable Long credits,
    @Nullable UUID targetSubscriptionId,
    @Size(min = 3, max = 40) @Nullable String couponCode,
    @Nullable Provider provider,
    @NotBlank @Size(max = 2048) String successUrl,
    @NotBlank @Size(max = 2048) String cancelUrl) {}
