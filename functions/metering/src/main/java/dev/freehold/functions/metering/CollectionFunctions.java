package dev.freehold.functions.metering;

import dev.freehold.kernel.Swept;
import dev.freehold.kernel.outbox.Envelope;
import dev.freehold.lambda.Cron;
import dev.freehold.lambda.Queue;
import dev.freehold.lambda.Tick;
import dev.freehold.lambda.catalogue.Outside;
import dev.freehold.lambda.catalogue.Uses;
import dev.freehold.metering.collection.AccountPage;
import dev.freehold.metering.collection.AccountReader;
import dev.freehold.metering.collection.CollectionPlan;
import dev.freehold.metering.collection.PlatformBatch;
import dev.freehold.metering.collection.PlatformFiller;
import io.quarkus.funqy.Funq;

/** The nightly collection: planned, read account by account, shared out to platforms, retried. */
public class CollectionFunctions {

  private final CollectionPlan plan;
  private final AccountReader accounts;
  private final PlatformFiller platforms;

  CollectionFunctions(CollectionPlan plan, AccountReader accounts, PlatformFiller platforms) {
    this.plan = plan;
    this.accounts = accounts;
    this.platforms = platforms;
  }

  @Funq("metering-collect-snapshots")
  @Cron(
      value = "cron(0 2 * * ? *)",
      timeoutSec = 300,
      summary = "Plans yesterday, the days before it again, and the days that were missed.")
  public Swept collectSnapshots(Tick tick) {
    return plan.planNight();
  }

  @Funq("metering-retry-collection")
  @Cron(value = "cron(0/15 * * * ? *)", summary = "Asks again for what failed or got lost.")
  public Swept retry(Tick tick) {
    return plan.retryDue();
  }

  @Funq("metering-collect-account")
  @Uses(Outside.CLOUDFLARE)
  @Queue(
      command = true,
      transaction = false,
      timeoutSec = 60,
      summary = "Reads one page of one account's day at the provider.")
  public void collectAccount(Envelope message) {
    accounts.read(message.data(AccountPage.class));
  }

  @Funq("metering-collect-platform")
  @Queue(
      command = true,
      transaction = false,
      timeoutSec = 60,
      summary = "Fills platforms' days from what was measured and checks their quotas.")
  public void collectPlatform(Envelope message) {
    platforms.fill(message.data(PlatformBatch.class));
  }
}
