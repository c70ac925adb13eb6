package dev.freehold.functions.identity.audit;

import dev.freehold.identity.upkeep.EventMaintenance;
import dev.freehold.identity.upkeep.ExpiredRows;
import dev.freehold.identity.upkeep.KeyExpiryWarning;
import dev.freehold.kernel.Swept;
import dev.freehold.lambda.Cron;
import dev.freehold.lambda.Tick;
import dev.freehold.lambda.catalogue.Outside;
import dev.freehold.lambda.catalogue.Uses;
import io.quarkus.funqy.Funq;

/** What identity does by itself at night. */
public class UpkeepFunctions {

  private final ExpiredRows rows;
  private final EventMaintenance events;
  private final KeyExpiryWarning warning;

  UpkeepFunctions(ExpiredRows rows, EventMaintenance events, KeyExpiryWarning warning) {
    this.rows = rows;
    this.events = events;
    this.warning = warning;
  }

  @Funq("identity-purge-expired")
  @Cron(
      value = "cron(10 3 * * ? *)",
      timeoutSec = 300,
      summary = "Deletes sessions, links, codes, devices and counters past their end.")
  public Swept purge(Tick tick) {
    return rows.purge();
  }

  @Funq("identity-maintain-audit")
  @Uses(Outside.RETENTION)
  @Cron(
      value = "cron(15 3 * * ? *)",
      timeoutSec = 300,
      summary = "Makes partitions of the audits ahead and deletes what is past the retention.")
  public Swept maintainAudit(Tick tick) {
    return events.maintain();
  }

  @Funq("identity-warn-expiring-keys")
  @Cron(
      value = "cron(30 3 * * ? *)",
      timeoutSec = 300,
      summary = "Mails 14 and 3 days before an API key ends.")
  public Swept warnExpiringKeys(Tick tick) {
    return warning.warn();
  }
}
