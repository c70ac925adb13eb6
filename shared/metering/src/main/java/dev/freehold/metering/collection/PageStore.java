package dev.freehold.metering.collection;

import dev.freehold.cloudflare.analytics.AnalyticsPage;
import dev.freehold.metering.collection.Readings.Account;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** What follows from a page that was read; in the caller's transaction. */
@ApplicationScoped
class PageStore {

  private final Readings readings;
  private final Measurements measurements;
  private final Tasks tasks;
  private final CollectionPlan plan;
  private final Unassigned unassigned;

  PageStore(
      Readings readings,
      Measurements measurements,
      Tasks tasks,
      CollectionPlan plan,
      Unassigned unassigned) {
    this.readings = readings;
    this.measurements = measurements;
    this.tasks = tasks;
    this.plan = plan;
    this.unassigned = unassigned;
  }

  /** False when the reading is elsewhere by now: another message did this page. */
  boolean store(Account account, AccountPage page, AnalyticsPage read) {
    Optional<Boolean> ended = readings.advance(page, read.nextKey());
    if (ended.isEmpty()) {
      return false;
    }
    measurements.replace(account.externalId(), page, read);
    if (ended.get()) {
      plan.fill(page.date(), tasks.open(page.accountId(), page.date()));
      unassigned.report(account.externalId(), page.date());
    }
    return true;
  }
}
