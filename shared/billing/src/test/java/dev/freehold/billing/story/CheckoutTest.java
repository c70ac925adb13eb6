package dev.freehold.billing.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.freehold.billing.Provider;
import dev.freehold.billing.checkout.CheckoutService;
import dev.freehold.billing.checkout.CheckoutStatus;
import dev.freehold.billing.checkout.CheckoutView;
import dev.freehold.billing.checkout.OrderKind;
import dev.freehold.billing.checkout.Purchase;
import dev.freehold.kernel.Ids;
import dev.freehold.kernel.Refusal;
import dev.freehold.sandbox.Fault;
import dev.freehold.stripe.StripeClient;
import dev.freehold.stripe.StripeForm;
import dev.freehold.testing.Owner;
import dev.freehold.testing.SettableClock;
import dev.freehold.testing.StripeSandbox;
import dev.freehold.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Opening checkouts: refusals in the page's order, repeats, crashes, rivals. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
@WithTestResource(StripeSandbox.class)
class CheckoutTest {

  private static final UUID POOL_FREE = UUID.fromString("019b7700-0000-7000-8000-000000000111");

  @Inject Story story;
  @Inject CheckoutService checkouts;
  @Inject StripeClient stripe;
  @Inject SettableClock clock;
  @Inject Ids ids;

  /** One thing wrong after the other is put right; the refusal moves on down the list. */
  private static final class Draft {
    OrderKind kind = OrderKind.SUBSCRIPTION;
    UUID plan = Story.STARTER;
    UUID price;
    UUID platform;
    Long credits;
    String coupon = "SPRING20";
    Provider provider = Provider.CREEM;
    String successUrl = "https://evil.test/";

    Purchase of(UUID organization) {
      return new Purchase(
          kind,
          organization,
          null,
          plan,
          price,
          platform,
          credits,
          coupon,
          provider,
          successUrl,
          "http://localhost:8080/billing");
    }
  }

  private String refusal(UUID organization, Draft draft) {
    var refused =
        catchThrowableOfType(
            Refusal.class,
            () -> story.in(organization, () -> checkouts.open(draft.of(organization), ids.next())));
    return refused == null ? "none" : refused.code();
  }

  @Test
  void refusalsComeInTheOrderOfThePage() {
    var organization = story.organization();
    var platform = story.startedPlatform(organization);
    var draft = new Draft();
    draft.platform = story.platform(story.organization());
    assertThat(refusal(organization, draft)).isEqualTo("NOT_FOUND");

    draft.platform = platform;
    Owner.update(
        "UPDATE billing.accounts SET payments_blocked_at = now() WHERE organization_id = ?",
        organization);
    Owner.update(
        """
        UPDATE billing.subscriptions SET status = 'active', provider = 'stripe',
          provider_subscription_id = 'sub_' || id WHERE platform_id = ?
        """,
        platform);
    assertThat(refusal(organization, draft)).isEqualTo("PAYMENTS_BLOCKED");

    Owner.update(
        "UPDATE billing.accounts SET payments_blocked_at = NULL, currency = 'eur' "
            + "WHERE organization_id = ?",
        organization);
    paidOrder(organization);
    draft.price = Story.priceOf(Story.STARTER);
    assertThat(refusal(organization, draft)).isEqualTo("ALREADY_SUBSCRIBED");

    Owner.update(
        """
        UPDATE billing.subscriptions SET status = 'canceled', ended_at = now()
        WHERE platform_id = ?
        """,
        platform);
    assertThat(refusal(organization, draft)).isEqualTo("CURRENCY_MISMATCH");

    Owner.update(
        "UPDATE billing.accounts SET currency = 'usd' WHERE organization_id = ?", organization);
    draft.plan = Story.CREDITS_1000;
    assertThat(refusal(organization, draft)).isEqualTo("INVALID_RETURN_URL");

    draft.successUrl = "http://localhost:8080/billing";
    assertThat(refusal(organization, draft)).isEqualTo("PLAN_NOT_SOLD");

    draft.kind = OrderKind.CREDITS;
    draft.plan = null;
    draft.price = null;
    draft.credits = 999L;
    assertThat(refusal(organization, draft)).isEqualTo("CREDITS_BELOW_MINIMUM");

    draft.credits = 1000L;
    assertThat(refusal(organization, draft)).isEqualTo("COUPON_UNKNOWN");

    draft.coupon = null;
    assertThat(refusal(organization, draft)).isEqualTo("PAYMENTS_UNAVAILABLE");

    draft.provider = Provider.STRIPE;
    draft.plan = Story.GROWTH;
    draft.kind = OrderKind.SUBSCRIPTION;
    story.open();
    Owner.update(
        "UPDATE billing.prices SET active = false WHERE plan_price_id = ?",
        Story.priceOf(Story.GROWTH));
    assertThat(refusal(organization, draft)).isEqualTo("PRICE_NOT_READY");

    Owner.update(
        "UPDATE billing.prices SET active = true WHERE plan_price_id = ?",
        Story.priceOf(Story.GROWTH));
    assertThat(refusal(organization, draft)).isEqualTo("none");
  }

  private void paidOrder(UUID organization) {
    Owner.update(
        """
        INSERT INTO billing.orders (id, organization_id, kind, provider, subtotal_amount,
          total_amount, currency, status, paid_at, created_at, updated_at, credits)
        VALUES (?, ?, 'credits', 'stripe', 100, 100, 'eur', 'completed', now(), now(), now(), 100)
        """,
        ids.next(),
        organization);
  }

  // billing §7.30: Stripe away.
  @Test
  void withoutAnAnswerOfStripeItIsUnavailableAndGoesOnLater() {
    var organization = story.organization();
    var platform = story.startedPlatform(organization);
    story.open().faults().clear();
    story
        .open()
        .faults()
        .add(
            Fault.of("stripe", "status")
                .onCall("POST", "/v1/checkout/sessions")
                .counting(1, 3)
                .answering(503));
    var orderId = ids.next();
    var purchase = story.purchase(organization, Story.STARTER, platform);

    var refused =
        catchThrowableOfType(
            Refusal.class, () -> story.in(organization, () -> checkouts.open(purchase, orderId)));
    assertThat(refused.code()).isEqualTo("PAYMENTS_UNAVAILABLE");

    var opened = story.in(organization, () -> checkouts.open(purchase, orderId));
    assertThat(opened.status()).isEqualTo(CheckoutStatus.OPEN);
    assertThat(orders(organization)).isEqualTo(1);
  }

  // kernel §13.11, billing §7.14: the answer is lost after Stripe made the session.
  @Test
  void aCallThatDiedAfterTheProvidersAnswerFindsItsSessionAgain() {
    var organization = story.organization();
    var platform = story.startedPlatform(organization);
    var purchase = story.purchase(organization, Story.STARTER, platform);
    story.open();
    var orderId = ids.next();
    var first = story.in(organization, () -> checkouts.open(purchase, orderId));
    Owner.update(
        "UPDATE billing.checkout_sessions SET provider_session_id = NULL, url = NULL WHERE id = ?",
        first.id());

    var again = story.in(organization, () -> checkouts.open(purchase, orderId));

    assertThat(again.url()).isEqualTo(first.url());
    assertThat(again.id()).isEqualTo(first.id());
    assertThat(orders(organization)).isEqualTo(1);
  }

  private static long orders(UUID organization) {
    return Owner.count(
        "SELECT count(*) FROM billing.orders WHERE organization_id = ?", organization);
  }

  @Test
  void theSameRequestAgainIsTheOpenCheckoutAnotherPlanExpiresIt() {
    var organization = story.organization();
    var platform = story.startedPlatform(organization);
    var first = story.checkout(organization, Story.STARTER, platform);

    assertThat(story.checkout(organization, Story.STARTER, platform)).isEqualTo(first);

    var other = story.checkout(organization, Story.GROWTH, platform);
    assertThat(other.id()).isNotEqualTo(first.id());
    assertThat(other.totalAmount()).isEqualTo(19900);
    assertThat(status(first, organization)).isEqualTo(CheckoutStatus.EXPIRED);
    assertThat(stripe.get("/v1/checkout/sessions/" + session(first)).get("status").asText())
        .isEqualTo("expired");
    assertThat(story.told(organization)).contains("billing.order.expired");
  }

  private CheckoutStatus status(CheckoutView checkout, UUID organization) {
    return story
        .in(organization, () -> checkouts.get(checkout.id(), organization, null))
        .view()
        .status();
  }

  private static String session(CheckoutView checkout) {
    return checkout.url().substring(checkout.url().lastIndexOf('/') + 1);
  }

  // billing §7.18
  @Test
  void oneThatExpiredHereButWasPaidThereIsCompletedOnce() {
    var organization = story.organization();
    var platform = story.startedPlatform(organization);
    story.newEvents();
    var checkout = story.checkout(organization, Story.STARTER, platform);
    story.pay(checkout);
    Owner.update(
        "UPDATE billing.checkout_sessions SET status = 'expired' WHERE id = ?", checkout.id());
    Owner.update("UPDATE billing.orders SET status = 'expired' WHERE id = ?", checkout.orderId());

    var events = story.newEvents();
    story.processAll(events);

    assertThat(status(checkout, organization)).isEqualTo(CheckoutStatus.COMPLETED);
    assertThat(story.told(organization)).containsOnlyOnce("billing.order.completed");
  }

  // billing §7.18: nobody came.
  @Test
  void oneNobodyFinishedExpiresByTheProvidersWord() {
    var organization = story.organization();
    var platform = story.startedPlatform(organization);
    story.newEvents();
    var checkout = story.checkout(organization, Story.STARTER, platform);

    story.pass(Duration.ofHours(2), organization);

    assertThat(status(checkout, organization)).isEqualTo(CheckoutStatus.EXPIRED);
    assertThat(story.subscription(platform)).containsEntry("provider", "none");
    var next = story.checkout(organization, Story.STARTER, platform);
    assertThat(next.id()).isNotEqualTo(checkout.id());
  }

  // billing §7.12
  @Test
  void ofTwoPaidForOnePlatformTheFirstStaysAndTheSecondIsGivenBack() {
    var organization = story.organization();
    var platform = story.startedPlatform(organization);
    story.newEvents();
    var first = story.checkout(organization, Story.STARTER, platform);
    Owner.update(
        "UPDATE billing.checkout_sessions SET status = 'expired' WHERE id = ?", first.id());
    var second = story.checkout(organization, Story.GROWTH, platform);
    story.pay(first);
    story.pay(second);

    story.processAll(story.newEvents());
    story.processAll(story.newEvents());

    var row = story.subscription(platform);
    assertThat(row).containsEntry("status", "active").containsEntry("amount", 4900L);
    var live =
        stripe
            .get(
                "/v1/subscriptions",
                StripeForm.empty()
                    .put(
                        "customer",
                        Owner.value(
                            "SELECT provider_customer_id FROM billing.provider_customers "
                                + "WHERE organization_id = ?",
                            organization)))
            .get("data");
    assertThat(live).hasSize(1);
    assertThat(Owner.value("SELECT status FROM billing.orders WHERE id = ?", second.orderId()))
        .isEqualTo("refunded");
    assertThat(story.told(organization)).containsOnlyOnce("billing.order.refunded");
  }

  @Test
  void aPaidPoolTakesThePlaceOfTheFreeOneAndTheFreeOneComesBack() {
    var organization = story.organization();
    story.open();
    var free = story.in(organization, () -> openFree(organization));
    assertThat(free.status()).isEqualTo(CheckoutStatus.COMPLETED);
    assertThat(free.url()).isNull();
    story.newEvents();

    story.pay(story.checkout(organization, Story.POOL_DEV, null));
    story.processAll(story.newEvents());

    var pools = pools(organization);
    assertThat(pools).isEqualTo("canceled none 512 false -, active stripe 2048 true 500");

    var id =
        (String)
            Owner.value(
                "SELECT provider_subscription_id FROM billing.subscriptions "
                    + "WHERE organization_id = ? AND provider = 'stripe'",
                organization);
    stripe.delete("/v1/subscriptions/" + id, StripeForm.empty(), "end" + id);
    story.processAll(story.newEvents());

    assertThat(pools(organization))
        .isEqualTo(
            "canceled none 512 false -, canceled stripe 2048 true 500, active none 512 false -");
  }

  private CheckoutView openFree(UUID organization) {
    return checkouts.open(story.purchase(organization, POOL_FREE, null), ids.next());
  }

  private static String pools(UUID organization) {
    return String.join(
        ", ",
        Owner.rows(
                """
                SELECT status || ' ' || provider || ' ' || pool_ram_mb || ' ' || overage_enabled
                  || ' ' || coalesce(overage_cap_amount::text, '-') AS pool
                FROM billing.subscriptions WHERE organization_id = ? AND plan_kind = 'pool'
                ORDER BY created_at, id
                """,
                organization)
            .stream()
            .map(row -> (String) row.get("pool"))
            .toList());
  }

  @Test
  void aPackOfCreditsIsPaidOnceAndSaysHowLongItHolds() {
    var organization = story.organization();
    story.newEvents();
    var draft = new Draft();
    draft.kind = OrderKind.CREDITS;
    draft.plan = Story.CREDITS_1000;
    draft.coupon = null;
    draft.provider = Provider.STRIPE;
    draft.successUrl = "http://localhost:8080/billing";
    var checkout = story.in(organization, () -> checkouts.open(draft.of(organization), ids.next()));
    assertThat(checkout.totalAmount()).isEqualTo(1000);

    story.pay(checkout);
    story.processAll(story.newEvents());

    var fact =
        Owner.rows(
            """
                SELECT payload->>'credits' AS credits, payload->>'sourceId' AS source,
                       payload->>'validUntil' AS until
                FROM core.outbox
                WHERE organization_id = ? AND type = 'billing.order.completed'
                """,
            organization);
    assertThat(fact).hasSize(1);
    assertThat(fact.getFirst())
        .containsEntry("credits", "1000")
        .containsEntry("source", "order:" + checkout.orderId());
    assertThat((String) fact.getFirst().get("until"))
        .startsWith(clock.instant().plus(Duration.ofDays(30)).toString().substring(0, 13));
    assertThat(story.told(organization)).doesNotContain("billing.period.paid");
  }

  // billing §7.33
  @Test
  void anotherTenantsCheckoutIsNotThere() {
    var organization = story.organization();
    var checkout = story.checkout(organization, Story.STARTER, story.startedPlatform(organization));
    var other = story.organization();

    var refused =
        catchThrowableOfType(
            Refusal.class, () -> story.in(other, () -> checkouts.get(checkout.id(), other, null)));

    assertThat(refused.code()).isEqualTo("NOT_FOUND");
  }
}
