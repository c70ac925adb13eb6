package dev.freehold.functions.core;

import dev.freehold.kernel.Swept;
import dev.freehold.kernel.audit.AuditAnchors;
import dev.freehold.kernel.audit.AuditMaintenance;
import dev.freehold.kernel.edge.Purge;
import dev.freehold.kernel.mail.MailDelivery;
import dev.freehold.kernel.outbox.OutboxRelay;
import dev.freehold.lambda.Cron;
import dev.freehold.lambda.Tick;
import dev.freehold.lambda.catalogue.Outside;
import dev.freehold.lambda.catalogue.Uses;
import io.quarkus.funqy.Funq;

/** The kernel's own schedules. */
public class ScheduleFunctions {

  private final OutboxRelay relay;
  private final MailDelivery mail;
  private final ScheduleWatch watch;
  private final AuditAnchors anchors;
  private final AnchorBucket bucket;
  private final AuditMaintenance maintenance;
  private final Purge purge;

  ScheduleFunctions(
      OutboxRelay relay,
      MailDelivery mail,
      ScheduleWatch watch,
      AuditAnchors anchors,
      AnchorBucket bucket,
      AuditMaintenance maintenance,
      Purge purge) {
    this.relay = relay;
    this.mail = mail;
    this.watch = watch;
    this.anchors = anchors;
    this.bucket = bucket;
    this.maintenance = maintenance;
    this.purge = purge;
  }

  @Funq("core-relay-outbox")
  @Cron(value = "cron(* * * * ? *)", summary = "Sends messages that were not sent at once.")
  public Swept relayOutbox(Tick tick) {
    return relay.relay();
  }

  @Funq("core-retry-mail")
  @Cron(value = "cron(* * * * ? *)", summary = "Tries mails again that are due.")
  public Swept retryMail(Tick tick) {
    return mail.retry();
  }

  @Funq("core-watch-schedules")
  @Uses(Outside.SCHEDULES)
  @Cron(value = "cron(0/10 * * * ? *)", summary = "Runs daily schedules that were missed.")
  public Swept watchSchedules(Tick tick) {
    return watch.watch();
  }

  @Funq("core-anchor-audit")
  @Uses(Outside.ANCHORS)
  @Cron(value = "cron(20 0 * * ? *)", summary = "Writes audit heads that moved under Object Lock.")
  public Swept anchorAudit(Tick tick) {
    return anchors.anchor(bucket);
  }

  @Funq("core-maintain-audit")
  @Uses(Outside.RETENTION)
  @Cron(
      value = "cron(40 0 * * ? *)",
      timeoutSec = 300,
      summary = "Makes audit partitions ahead and drops those past the retention.")
  public Swept maintainAudit(Tick tick) {
    return maintenance.maintain();
  }

  @Funq("core-purge-rows")
  @Cron(
      value = "cron(30 2 * * ? *)",
      timeoutSec = 300,
      summary = "Deletes what is past its retention.")
  public Swept purgeRows(Tick tick) {
    return purge.purge(watch.frequent());
  }
}
