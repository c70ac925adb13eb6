package dev.freehold.registry.onboarding;

import dev.freehold.registry.platform.BillingStates;
import dev.freehold.registry.platform.SubscriptionState;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.UUID;

/** What billing's messages do to a platform and to an onboarding that waits for a subscription. */
@ApplicationScoped
public class BillingEvents {

  private final BillingStates states;
  private final OnboardingService onboarding;

  BillingEvents(BillingStates states, OnboardingService onboarding) {
    this.states = states;
    this.onboarding = onboarding;
  }

  /** Safe to repeat and in any order. A subscription of anything but a platform is not ours. */
  @Transactional
  public void apply(UUID messageId, SubscriptionState state) {
    if (state.platformId() == null) {
      return;
    }
    boolean isNews = states.apply(messageId, state).isPresent();
    if (isNews && state.usable()) {
      onboarding.startWaiting(state.platformId());
    }
  }
}
