package dev.freehold.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A price at Stripe.
 *
 * @param unitAmount minor units; null where only the decimal is exact
 */
public record StripePrice(
    String id,
    @Nullable String productId,
    boolean active,
    String currency,
    @Nullable Long unitAmount,
    @Nullable String unitAmountDecimal,
    @Nullable String billingScheme,
    String type,
    @Nullable String interval,
    @Nullable Integer intervalCount,
    @Nullable Integer trialPeriodDays,
    @Nullable String usageType,
    Map<String, String> metadata,
    JsonNode raw) {

  public static StripePrice of(JsonNode object) {
    return new StripePrice(
        StripeJson.requiredText(object, "id"),
        StripeJson.reference(object, "product"),
        StripeJson.flag(object, "active"),
        StripeJson.requiredText(object, "currency"),
        StripeJson.number(object, "unit_amount"),
        StripeJson.text(object, "unit_amount_decimal"),
        StripeJson.text(object, "billing_scheme"),
        StripeJson.requiredText(object, "type"),
        StripeJson.text(object, "recurring", "interval"),
        whole(StripeJson.number(object, "recurring", "interval_count")),
        whole(StripeJson.number(object, "recurring", "trial_period_days")),
        StripeJson.text(object, "recurring", "usage_type"),
        StripeJson.metadata(object, "metadata"),
        object);
  }

  private static @Nullable Integer whole(@Nullable Long number) {
    return number == null ? null : Math.toIntExact(number);
  }
}
