package dev.freehold.metering.collection;

import dev.freehold.kernel.Transactions;
import dev.freehold.metering.alert.AlertCheck;
import dev.freehold.metering.alert.Governing;
import dev.freehold.metering.snapshot.PlatformDay;
import dev.freehold.metering.snapshot.SnapshotWriter;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Fills platforms' days from what was measured, and checks their quotas in the same transaction.
 */
@ApplicationScoped
public class PlatformFiller {

  private static final Logger LOG = Logger.getLogger(PlatformFiller.class);

  private final Transactions transactions;
  private final Measurements measurements;
  private final Readings readings;
  private final SnapshotWriter snapshots;
  private final AlertCheck alerts;
  private final Outcomes outcomes;

  PlatformFiller(
      Transactions transactions,
      Measurements measurements,
      Readings readings,
      SnapshotWriter snapshots,
      AlertCheck alerts,
      Outcomes outcomes) {
    this.transactions = transactions;
    this.measurements = measurements;
    this.readings = readings;
    this.snapshots = snapshots;
    this.alerts = alerts;
    this.outcomes = outcomes;
  }

  /**
   * Each platform in a transaction of its own: one that fails is tried again later and does not
   * hold up the others. May be repeated.
   */
  public void fill(PlatformBatch batch) {
    boolean news = false;
    for (UUID platformId : batch.platformIds()) {
      news |= fillOrFail(platformId, batch.date());
    }
    if (news) {
      transactions.requiresNew(() -> outcomes.dayEnded(batch.date()));
    }
  }

  private boolean fillOrFail(UUID platformId, LocalDate date) {
    try {
      return transactions.requiresNew(() -> fill(platformId, date));
    } catch (RuntimeException e) {
      // Whatever it is concerns this platform's rows alone; the task keeps it and is tried again.
      LOG.errorf(e, "platform %s not filled on %s", platformId, date);
      return transactions.requiresNew(
          () -> outcomes.platformFailed(platformId, date, String.valueOf(e.getMessage())));
    }
  }

  private boolean fill(UUID platformId, LocalDate date) {
    Governing governing = alerts.lock(platformId, date);
    PlatformDay day = PlatformDay.of(measurements.parts(platformId, date, readings.dataSets()));
    boolean wasOpen = snapshots.write(governing.organizationId(), platformId, date, day);
    alerts.check(governing, date);
    return wasOpen;
  }
}
