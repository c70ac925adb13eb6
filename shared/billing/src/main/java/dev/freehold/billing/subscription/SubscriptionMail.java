package dev.freehold.billing.subscription;

import dev.freehold.billing.BillingMail;
import dev.freehold.kernel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.UUID;

/** What is mailed about subscriptions, to their billing address. In a transaction. */
@ApplicationScoped
class SubscriptionMail {

  private final BillingMail mail;
  private final Sql sql;

  SubscriptionMail(BillingMail mail, Sql sql) {
    this.mail = mail;
    this.sql = sql;
  }

  /** Something comes on a day: mailed once for that day. */
  void ahead(String template, SubscriptionView view, Instant on) {
    send(template, view, on, view.id() + ":" + on);
  }

  /** Of a platform the registry tells; of what cost nothing nobody. */
  void canceled(SubscriptionView view) {
    if (view.platformId() == null && view.amount() > 0 && view.endedAt() != null) {
      send("subscription-canceled", view, view.endedAt(), view.id().toString());
    }
  }

  private void send(String template, SubscriptionView view, Instant on, String occasion) {
    mail.service(
        template,
        new BillingMail.To(view.organizationId(), readerOf(view.id()), occasion),
        new BillingMail.Facts(view.planCode(), view.amount(), view.currency(), on));
  }

  private String readerOf(UUID id) {
    return sql.one(
        """
        SELECT coalesce(s.billing_email, a.billing_email) AS email
        FROM billing.subscriptions s
        JOIN billing.accounts a ON a.organization_id = s.organization_id
        WHERE s.id = ?
        """,
        row -> row.text("email"),
        id);
  }
}
