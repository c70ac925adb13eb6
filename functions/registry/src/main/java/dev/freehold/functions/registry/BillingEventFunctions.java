package dev.freehold.functions.registry;

import dev.freehold.kernel.outbox.Envelope;
import dev.freehold.lambda.Queue;
import dev.freehold.registry.onboarding.BillingEvents;
import dev.freehold.registry.platform.SubscriptionState;
import io.quarkus.funqy.Funq;

/** Billing's word on the subscriptions of platforms. */
public class BillingEventFunctions {

  private final BillingEvents events;

  BillingEventFunctions(BillingEvents events) {
    this.events = events;
  }

  @Funq("registry-apply-billing-event")
  @Queue(
      events = {
        "billing.subscription.created",
        "billing.subscription.activated",
        "billing.subscription.renewed",
        "billing.subscription.plan_changed",
        "billing.subscription.change_scheduled",
        "billing.subscription.pool_exceeded",
        "billing.subscription.limit_exceeded",
        "billing.subscription.cancel_scheduled",
        "billing.subscription.resumed",
        "billing.subscription.canceled",
        "billing.subscription.past_due",
        "billing.subscription.suspended",
        "billing.subscription.restored",
        "billing.subscription.trial_ending",
        "billing.subscription.renewal_upcoming",
        "billing.subscription.dunning_reminder"
      },
      summary = "Applies a subscription's newest state to its platform.")
  public void apply(Envelope message) {
    events.apply(message.id(), message.data(SubscriptionState.class));
  }
}
