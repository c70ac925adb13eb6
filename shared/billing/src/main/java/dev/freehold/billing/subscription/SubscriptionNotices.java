package dev.freehold.billing.subscription;

import dev.freehold.kernel.outbox.Message;
import dev.freehold.kernel.outbox.Outbox;
import dev.freehold.kernel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;

/** Tells what is coming for a subscription that does not change by it. In a transaction. */
@ApplicationScoped
public class SubscriptionNotices {

  /** A subscription of ours. */
  public record Found(UUID id, UUID organizationId) {}

  private final SubscriptionService subscriptions;
  private final SubscriptionMail mail;
  private final Outbox outbox;
  private final Sql sql;

  SubscriptionNotices(
      SubscriptionService subscriptions, SubscriptionMail mail, Outbox outbox, Sql sql) {
    this.subscriptions = subscriptions;
    this.mail = mail;
    this.outbox = outbox;
    this.sql = sql;
  }

  public Optional<Found> find(String providerSubscriptionId) {
    return sql.first(
        """
        SELECT id, organization_id FROM billing.subscriptions
        WHERE provider = 'stripe' AND provider_subscription_id = ?
        """,
        row -> new Found(row.uuid("id"), row.uuid("organization_id")),
        providerSubscriptionId);
  }

  /**
   * @param what {@code trial_ending} or {@code renewal_upcoming}
   */
  public void tell(UUID id, String what) {
    var view = subscriptions.view(id);
    outbox.send(
        Message.event("billing.subscription." + what)
            .organization(view.organizationId())
            .platform(view.platformId())
            .data(view));
    var on = view.trialEnd() == null ? view.currentPeriodEnd() : view.trialEnd();
    mail.ahead(what.replace('_', '-'), view, on);
  }
}
