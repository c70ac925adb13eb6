package dev.freehold.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A subscription at Stripe, its one item drawn up.
 *
 * @param status Stripe's word, which is ours too
 * @param priceId of the first item
 * @param cancelAt when it ends, whether asked for as a date or as the end of the period
 */
public record StripeSubscription(
    String id,
    String status,
    @Nullable String customerId,
    @Nullable String itemId,
    @Nullable String priceId,
    @Nullable Long unitAmount,
    String currency,
    @Nullable String interval,
    Instant periodStart,
    Instant periodEnd,
    Instant billingAnchor,
    @Nullable Instant trialStart,
    @Nullable Instant trialEnd,
    boolean cancelAtPeriodEnd,
    @Nullable Instant cancelAt,
    @Nullable Instant canceledAt,
    @Nullable Instant endedAt,
    @Nullable String latestInvoiceId,
    boolean livemode,
    Map<String, String> metadata,
    JsonNode raw) {

  /** Understands the present shape and the older one with the period on the subscription itself. */
  public static StripeSubscription of(JsonNode object) {
    var items = StripeJson.node(object, "items", "data");
    var item = items == null ? null : items.get(0);
    var start = either(item, object, "current_period_start");
    var end = either(item, object, "current_period_end");
    var anchor = StripeJson.instant(object, "billing_cycle_anchor");
    boolean atPeriodEnd = StripeJson.flag(object, "cancel_at_period_end");
    var cancelAt = StripeJson.instant(object, "cancel_at");
    return new StripeSubscription(
        StripeJson.requiredText(object, "id"),
        StripeJson.requiredText(object, "status"),
        StripeJson.reference(object, "customer"),
        StripeJson.text(item, "id"),
        StripeJson.reference(item, "price"),
        StripeJson.number(item, "price", "unit_amount"),
        currency(object, item),
        StripeJson.text(item, "price", "recurring", "interval"),
        start,
        end,
        anchor == null ? start : anchor,
        StripeJson.instant(object, "trial_start"),
        StripeJson.instant(object, "trial_end"),
        atPeriodEnd,
        cancelAt == null && atPeriodEnd ? end : cancelAt,
        StripeJson.instant(object, "canceled_at"),
        StripeJson.instant(object, "ended_at"),
        StripeJson.reference(object, "latest_invoice"),
        StripeJson.flag(object, "livemode"),
        StripeJson.metadata(object, "metadata"),
        object);
  }

  private static Instant either(@Nullable JsonNode item, JsonNode object, String name) {
    var found = StripeJson.instant(item, name);
    found = found == null ? StripeJson.instant(object, name) : found;
    if (found == null) {
      throw new IllegalArgumentException("subscription of Stripe without " + name);
    }
    return found;
  }

  private static String currency(JsonNode object, @Nullable JsonNode item) {
    var own = StripeJson.text(object, "currency");
    return own == null && item != null
        ? StripeJson.requiredText(item, "price", "currency")
        : own == null ? "usd" : own;
  }
}
