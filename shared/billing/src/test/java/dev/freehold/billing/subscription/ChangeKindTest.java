package dev.freehold.billing.subscription;

import static dev.freehold.billing.subscription.ChangeKind.ACTIVATED;
import static dev.freehold.billing.subscription.ChangeKind.CANCELED;
import static dev.freehold.billing.subscription.ChangeKind.CANCEL_SCHEDULED;
import static dev.freehold.billing.subscription.ChangeKind.CREATED;
import static dev.freehold.billing.subscription.ChangeKind.PAST_DUE;
import static dev.freehold.billing.subscription.ChangeKind.PLAN_CHANGED;
import static dev.freehold.billing.subscription.ChangeKind.RENEWED;
import static dev.freehold.billing.subscription.ChangeKind.RESTORED;
import static dev.freehold.billing.subscription.ChangeKind.RESUMED;
import static dev.freehold.billing.subscription.ChangeKind.SUSPENDED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.billing.Provider;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is said to have happened between two states of a row. */
class ChangeKindTest {

  private static final Instant START = Instant.parse("2026-04-01T10:00:00Z");
  private static final UUID STARTER = new UUID(0, 1);
  private static final UUID GROWTH = new UUID(0, 2);

  private final Subscription row = active();

  private static Subscription active() {
    var row = new Subscription();
    row.status = SubscriptionStatus.ACTIVE;
    row.provider = Provider.STRIPE;
    row.providerSubscriptionId = "sub_1";
    row.planVersionId = STARTER;
    row.amount = 4900;
    row.billingAnchor = START;
    row.currentPeriodStart = START;
    row.currentPeriodEnd = MonthBoundary.at(START, 1);
    return row;
  }

  @Test
  void aNewRowIsCreatedAndPerhapsMore() {
    assertThat(ChangeKind.ofNew(Terms.of(row))).containsExactly(CREATED, ACTIVATED);

    row.status = SubscriptionStatus.PAUSED;
    row.suspendedAt = START;
    assertThat(ChangeKind.ofNew(Terms.of(row))).containsExactly(CREATED, SUSPENDED);
  }

  @Test
  void aTrialThatIsPaidIsActivatedNotRenewed() {
    row.status = SubscriptionStatus.TRIALING;
    row.provider = Provider.NONE;
    row.currentPeriodStart = START.minus(Duration.ofDays(3));
    var before = Terms.of(row);

    assertThat(ChangeKind.between(before, Terms.of(active()))).containsExactly(ACTIVATED);
  }

  @Test
  void theNextPeriodIsARenewal() {
    var before = Terms.of(row);
    row.currentPeriodStart = row.currentPeriodEnd;
    row.currentPeriodEnd = MonthBoundary.at(START, 2);

    assertThat(ChangeKind.between(before, Terms.of(row))).containsExactly(RENEWED);
  }

  @Test
  void aFailedPaymentAndItsRecovery() {
    var before = Terms.of(row);
    row.status = SubscriptionStatus.PAST_DUE;
    row.pastDueSince = START;
    var due = Terms.of(row);
    row.suspendedAt = START;
    var suspended = Terms.of(row);

    assertThat(ChangeKind.between(before, due)).containsExactly(PAST_DUE);
    assertThat(ChangeKind.between(due, suspended)).containsExactly(SUSPENDED);
    assertThat(ChangeKind.between(suspended, before)).containsExactly(RESTORED);
  }

  @Test
  void anEndComesAndGoes() {
    var before = Terms.of(row);
    row.cancelAt = row.currentPeriodEnd;
    var scheduled = Terms.of(row);
    row.status = SubscriptionStatus.CANCELED;
    row.cancelAt = null;
    row.endedAt = START;
    var over = Terms.of(row);

    assertThat(ChangeKind.between(before, scheduled)).containsExactly(CANCEL_SCHEDULED);
    assertThat(ChangeKind.between(scheduled, before)).containsExactly(RESUMED);
    assertThat(ChangeKind.between(scheduled, over)).containsExactly(CANCELED);
    assertThat(ChangeKind.between(over, over)).isEmpty();
  }

  @Test
  void anotherPlanWithinThePeriod() {
    var before = Terms.of(row);
    row.planVersionId = GROWTH;

    assertThat(ChangeKind.between(before, Terms.of(row))).containsExactly(PLAN_CHANGED);
  }

  @Test
  void aStateWithoutAWordOfItsOwnIsToldAllTheSame() {
    var before = Terms.of(row);
    row.status = SubscriptionStatus.UNPAID;

    assertThat(ChangeKind.between(before, Terms.of(row))).containsExactly(PAST_DUE);
  }
}
