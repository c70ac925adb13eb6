package dev.freehold.functions.core;

import dev.freehold.alerts.Alerts;
import dev.freehold.kernel.Json;
import dev.freehold.kernel.outbox.Envelope;
import dev.freehold.lambda.Queue;
import dev.freehold.lambda.catalogue.Outside;
import dev.freehold.lambda.catalogue.Uses;
import io.quarkus.funqy.Funq;

/** What operators must hear of. */
public class AlertFunctions {

  private final Alerts alerts;

  AlertFunctions(Alerts alerts) {
    this.alerts = alerts;
  }

  @Funq("core-send-alert")
  @Uses(Outside.ALERTS)
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
    if (!isQuiet(message)) {
      alerts.tell(message.type(), Json.write(message));
    }
  }

  /** Runs that ended well are no alert. */
  private static boolean isQuiet(Envelope message) {
    return switch (message.type()) {
      case "metering.snapshots.collected",
          "billing.reconciliation.finished",
          "billing.run.finished" ->
          message.data().path("failed").asLong(0) == 0
              && message.data().path("left").asLong(0) == 0;
      default -> false;
    };
  }
}
