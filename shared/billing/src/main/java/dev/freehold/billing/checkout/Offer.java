package dev.freehold.billing.checkout;

import dev.freehold.billing.plan.SoldPlan;
import org.jspecify.annotations.Nullable;

/**
 * What a purchase comes to.
 *
 * @param plan null for credits of a freely chosen amount
 * @param credits null for what is no credits
 * @param amount minor units
 */
record Offer(@Nullable SoldPlan plan, @Nullable Long credits, String currency, long amount) {

  boolean isFree() {
    return plan != null && plan.isFree();
  }
}
