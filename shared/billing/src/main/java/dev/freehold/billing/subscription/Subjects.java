package dev.freehold.billing.subscription;

import dev.freehold.billing.BillingConfig;
import dev.freehold.billing.plan.SoldPlan;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;

/** What a subject has, asked by the checkout. In its transaction, under the account's lock. */
@ApplicationScoped
public class Subjects {

  /**
   * What stands in the way, or what a checkout continues.
   *
   * @param awaiting the row that a payment would make the paid one
   */
  public record Found(Standing standing, Optional<UUID> awaiting) {}

  private final BillingConfig config;

  Subjects(BillingConfig config) {
    this.config = config;
  }

  public Found find(Subject subject) {
    return Subscription.lockLiveOfOrganization(subject.organizationId()).stream()
        .filter(subject::isThatOf)
        .findFirst()
        .map(Subjects::found)
        .orElseGet(() -> new Found(Standing.NOTHING, Optional.empty()));
  }

  private static Found found(Subscription row) {
    if (row.awaitsCheckout()) {
      return new Found(Standing.AWAITS_CHECKOUT, Optional.of(row.id));
    }
    return new Found(row.isFree() ? Standing.FREE : Standing.PAID, Optional.empty());
  }

  /** Days of trial that a subject without anything still has with a plan. */
  public int trialDaysLeft(Subject subject, SoldPlan plan, Standing standing) {
    boolean had =
        config.trial().once()
            && Subscription.existsTrialOf(subject.organizationId(), subject.kind());
    return standing == Standing.AWAITS_CHECKOUT || had ? 0 : plan.trialDays();
  }
}
