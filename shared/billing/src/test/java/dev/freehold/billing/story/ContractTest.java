package dev.freehold.billing.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.billing.Provider;
import dev.freehold.billing.checkout.CheckoutService;
import dev.freehold.billing.checkout.OrderKind;
import dev.freehold.billing.checkout.Purchase;
import dev.freehold.billing.subscription.IdentityEvents;
import dev.freehold.billing.subscription.PlatformSubscriptions;
import dev.freehold.kernel.Ids;
import dev.freehold.testing.Owner;
import dev.freehold.testing.Rows;
import dev.freehold.testing.StripeSandbox;
import dev.freehold.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Every request the product sends is as Stripe describes it. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
@WithTestResource(StripeSandbox.class)
class ContractTest {

  @Inject Story story;
  @Inject CheckoutService checkouts;
  @Inject PlatformSubscriptions platforms;
  @Inject IdentityEvents identities;
  @Inject Ids ids;

  @Test
  void whatIsSentIsAsDescribed() {
    var description = Description.load();
    Assumptions.assumeTrue(
        description.isPresent(), "skipped: ../shared/contracts/stripe-openapi.yaml is not there");
    everyCallOnce();

    assertThat(Recorder.SENT)
        .isNotEmpty()
        .allSatisfy(
            sent -> {
              assertThat(description.get().faults(sent)).as(sent.toString()).isEmpty();
              assertThat(sent.version()).isEqualTo("2026-05-27.dahlia");
              assertThat(sent.idempotencyKey() == null).isEqualTo(sent.method().equals("GET"));
            });
    assertThat(Recorder.SENT.stream().map(Recorder.Sent::path).toList())
        .contains("/v1/products", "/v1/prices", "/v1/customers", "/v1/checkout/sessions")
        .anyMatch(path -> path.endsWith("/expire"))
        .anyMatch(path -> path.startsWith("/v1/subscriptions/"))
        .anyMatch(path -> path.startsWith("/v1/invoices/"));
  }

  private void everyCallOnce() {
    var organization = story.organization();
    var platform = story.startedPlatform(organization);
    story.newEvents();
    story.checkout(organization, Story.GROWTH, platform);
    story.pay(story.checkout(organization, Story.STARTER, platform));
    story.processAll(story.newEvents());
    story.run(organization, () -> platforms.cancel(organization, platform, false, null));
    story.makeCalls();
    story.run(organization, () -> platforms.resume(organization, platform));
    story.makeCalls();
    buyCredits(organization);
    var heir = Rows.user();
    story.run(organization, () -> identities.ownerChanged(organization, heir));
    story.makeCalls();
    story.pass(Duration.ofDays(32), organization);
    story.run(organization, () -> platforms.end(organization, platform, "platform_deleted"));
    story.makeCalls();
    assertThat(
            Owner.value(
                "SELECT email FROM billing.provider_customers WHERE organization_id = ?",
                organization))
        .isEqualTo(Owner.value("SELECT email FROM identity.user_emails WHERE user_id = ?", heir));
  }

  private void buyCredits(UUID organization) {
    var purchase =
        new Purchase(
            OrderKind.CREDITS,
            organization,
            null,
            null,
            null,
            null,
            2500L,
            null,
            Provider.STRIPE,
            "http://localhost:8080/billing",
            "http://localhost:8080/billing");
    var checkout = story.in(organization, () -> checkouts.open(purchase, ids.next()));
    assertThat(checkout.totalAmount()).isEqualTo(2500);
    story.pay(checkout);
    story.processAll(story.newEvents());
  }
}
