package dev.freehold.billing.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.stripe.StripeClient;
import dev.freehold.stripe.StripeEvent;
import dev.freehold.stripe.StripeForm;
import dev.freehold.testing.Owner;
import dev.freehold.testing.SettableClock;
import dev.freehold.testing.StripeSandbox;
import dev.freehold.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** Events in whatever order, however often: one end state. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
@WithTestResource(StripeSandbox.class)
class EventOrderTest {

  private static final Set<String> OF_A_PURCHASE =
      Set.of(
          "checkout.session.completed",
          "customer.subscription.created",
          "invoice.finalized",
          "invoice.paid",
          "invoice.payment_succeeded");

  @Inject Story story;
  @Inject StripeClient stripe;
  @Inject SettableClock clock;

  /** A platform whose checkout is paid, and what Stripe tells of it. */
  private record Bought(UUID organization, UUID platform, List<StripeEvent> events) {}

  private Bought bought() {
    var organization = story.organization();
    var platform = story.startedPlatform(organization);
    story.newEvents();
    story.pay(story.checkout(organization, Story.STARTER, platform));
    return new Bought(organization, platform, story.newEvents());
  }

  private List<Object> endOf(Bought bought) {
    var row = story.subscription(bought.platform());
    var counts =
        Owner.rows(
                """
                SELECT (SELECT count(*) FROM billing.subscriptions s
                        WHERE s.organization_id = o.organization_id) AS subscriptions,
                       (SELECT count(*) FROM billing.invoices i
                        WHERE i.organization_id = o.organization_id AND i.status = 'paid'
                          AND i.granted_at IS NOT NULL) AS granted,
                       (SELECT count(*) FROM core.outbox m
                        WHERE m.organization_id = o.organization_id
                          AND m.type IN ('billing.order.completed',
                            'billing.subscription.activated', 'billing.invoice.paid')) AS told,
                       o.status, c.status AS checkout
                FROM billing.orders o JOIN billing.checkout_sessions c ON c.order_id = o.id
                WHERE o.organization_id = ?
                """,
                bought.organization())
            .getFirst();
    return List.of(
        row.get("status"),
        row.get("provider"),
        row.get("amount"),
        row.get("overage_enabled"),
        row.get("version"),
        counts.toString());
  }

  // billing §7.4, §7.6, §7.7: every permutation of the events of one purchase.
  @Test
  void everyOrderOfAPurchasesEventsEndsAlike() {
    List<Object> expected = null;
    for (List<Integer> order : permutations(OF_A_PURCHASE.size())) {
      var bought = bought();
      var events = bought.events().stream().filter(e -> OF_A_PURCHASE.contains(e.type())).toList();
      assertThat(events).hasSize(OF_A_PURCHASE.size());

      order.forEach(place -> story.process(events.get(place)));

      var end = endOf(bought);
      expected = expected == null ? end : expected;
      assertThat(end).as("order %s", order).isEqualTo(expected);
    }
    assertThat(expected)
        .startsWith("active", "stripe", 4900L, true)
        .last()
        .asString()
        .contains(
            "subscriptions=1", "granted=1", "told=3", "status=completed", "checkout=completed");
  }

  @Test
  void allEventsShuffledAndRepeatedAndAtOnceEndAsInOrder() throws Exception {
    var ordered = bought();
    story.processAll(ordered.events());
    var expected = endOf(ordered);

    for (int seed = 0; seed < 4; seed++) {
      var bought = bought();
      var many = new ArrayList<StripeEvent>();
      for (int copy = 0; copy < 3; copy++) {
        many.addAll(bought.events());
      }
      Collections.shuffle(many, new Random(seed));
      try (var workers = Executors.newFixedThreadPool(8)) {
        for (var done :
            workers.invokeAll(
                many.stream()
                    .map(event -> Executors.callable(() -> story.process(event)))
                    .toList())) {
          done.get();
        }
      }
      finishWhatLost(bought);

      assertThat(endOf(bought).toString().replaceAll("true, \\d+", "true, n"))
          .isEqualTo(expected.toString().replaceAll("true, \\d+", "true, n"));
    }
  }

  /** A copy that met its twin at work is taken up by the schedule. */
  private void finishWhatLost(Bought bought) {
    for (StripeEvent event : bought.events()) {
      assertThat((String) story.ledger(event).get("status")).isIn("processed", "ignored");
    }
  }

  // billing §7.4: the older event comes last, and reads what is there now.
  @Test
  void twoChangesWithinOneSecondEndInTheLaterOne() {
    for (boolean reversed : new boolean[] {false, true}) {
      var bought = bought();
      story.processAll(bought.events());
      var id = (String) story.subscription(bought.platform()).get("provider_subscription_id");
      change(id, true, "a" + id);
      change(id, false, "b" + id);
      change(id, true, "c" + id);
      var events = new ArrayList<>(story.newEvents());
      assertThat(events).hasSizeGreaterThanOrEqualTo(3);
      if (reversed) {
        Collections.reverse(events);
      }

      story.processAll(events);

      var row = story.subscription(bought.platform());
      assertThat(row).containsEntry("cancel_at_period_end", true);
      assertThat(row.get("cancel_at")).isEqualTo(row.get("current_period_end"));
      assertThat(story.told(bought.organization()))
          .containsOnlyOnce("billing.subscription.cancel_scheduled");
    }
  }

  private void change(String id, boolean atPeriodEnd, String key) {
    stripe.post(
        "/v1/subscriptions/" + id,
        StripeForm.empty().put("cancel_at_period_end", atPeriodEnd),
        key);
  }

  // billing §7.5
  @Test
  void aLateUpdateDoesNotReviveAnEndedOne() {
    var bought = bought();
    story.processAll(bought.events());
    var id = (String) story.subscription(bought.platform()).get("provider_subscription_id");
    change(id, true, "x" + id);
    stripe.delete("/v1/subscriptions/" + id, StripeForm.empty(), "y" + id);
    var events = new ArrayList<>(story.newEvents());

    story.process(Story.only(events, "customer.subscription.deleted"));
    var ended = story.subscription(bought.platform());
    story.processAll(events);

    assertThat(ended).containsEntry("status", "canceled");
    assertThat(story.subscription(bought.platform()).get("version"))
        .isEqualTo(ended.get("version"));
    assertThat(story.ledger(Story.only(events, "customer.subscription.updated")))
        .containsEntry("outcome", "stale");
  }

  // billing §7.8
  @Test
  void aReadThatBeganEarlierDoesNotOverwrite() {
    var bought = bought();
    story.processAll(bought.events());
    var row = story.subscription(bought.platform());
    Owner.update(
        "UPDATE billing.subscriptions SET provider_read_seq = provider_read_seq + 1000 WHERE id = ?",
        row.get("id"));
    var id = (String) row.get("provider_subscription_id");
    change(id, true, "z" + id);
    var event = Story.only(story.newEvents(), "customer.subscription.updated");

    story.process(event);

    assertThat(story.ledger(event)).containsEntry("outcome", "stale");
    assertThat(story.subscription(bought.platform())).containsEntry("cancel_at_period_end", false);
  }

  @Test
  void aRenewalMissedForAMonthLeadsToTheMonthThatIs() {
    var bought = bought();
    story.processAll(bought.events());
    clock.advance(Duration.ofDays(65));
    story.open().actAt(clock.instant());
    var events = story.newEvents();

    story.process(events.getLast());
    events.forEach(story::process);

    var row = story.subscription(bought.platform());
    assertThat(row).containsEntry("status", "active");
    assertThat(((java.sql.Timestamp) row.get("current_period_end")).toInstant())
        .isAfter(clock.instant());
  }

  private static List<List<Integer>> permutations(int size) {
    var all = new HashSet<List<Integer>>();
    collect(new ArrayList<>(), size, all);
    return List.copyOf(all);
  }

  private static void collect(List<Integer> chosen, int size, Set<List<Integer>> all) {
    if (chosen.size() == size) {
      all.add(List.copyOf(chosen));
    }
    for (int next = 0; next < size; next++) {
      if (!chosen.contains(next)) {
        chosen.add(next);
        collect(chosen, size, all);
        chosen.removeLast();
      }
    }
  }
}
