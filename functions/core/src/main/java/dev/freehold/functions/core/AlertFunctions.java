package dev.freehold.functions.core;

import dev.freehold.kernel.outbox.Envelope;
import dev.freehold.lambda.Queue;
import io.quarkus.funqy.Funq;

/** What operators must hear of. */
public class AlertFunctions {

  private final Alerts alerts;

  AlertFunctions(Alerts alerts) {
    this.alerts = alerts;
  }

  @Funq("core-send-alert")
  @Queue(
      events = {
        "billing.dispute.opened",
        "billing.dispute.closed",
        "billing.payment_event.dead",
        "billing.reconciliation.finished",
        "billing.run.finished",
        "metering.snapshots.collected",
        "metering.collection.dead",
        "metering.drift.found",
        "core.message.stuck",
        "core.schedule.missed"
      },
      transaction = false,
      summary = "One alert per message: by SNS, or without a topic as a log line.")
  public void send(Envelope message) {
    alerts.send(message);
  }
}
