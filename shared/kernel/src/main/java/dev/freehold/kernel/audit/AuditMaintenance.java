package dev.freehold.kernel.audit;

import dev.freehold.kernel.Swept;
import dev.freehold.kernel.Transactions;
import dev.freehold.kernel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;

/** Partitions of the audit: two months ahead; what is past the retention is dropped. */
@ApplicationScoped
public class AuditMaintenance {

  private final Sql sql;
  private final Transactions transactions;
  private final AuditConfig config;
  private final RetentionLogin retention;
  private final Clock clock;

  AuditMaintenance(
      Sql sql,
      Transactions transactions,
      AuditConfig config,
      RetentionLogin retention,
      Clock clock) {
    this.sql = sql;
    this.transactions = transactions;
    this.config = config;
    this.retention = retention;
    this.clock = clock;
  }

  public Swept maintain() {
    Instant now = clock.instant();
    var month = YearMonth.from(now.atOffset(ZoneOffset.UTC));
    int changed = 0;
    for (int ahead = 0; ahead <= 2; ahead++) {
      YearMonth made = month.plusMonths(ahead);
      changed +=
          transactions.requiresNew(
              () ->
                  sql.one(
                      "SELECT core.add_audit_partition(?) AS made",
                      row -> row.bool("made") ? 1 : 0,
                      made.atDay(1)));
    }
    int dropped = retention.drop("core.drop_audit_partitions", now.minus(config.retention()));
    return Swept.of(changed + dropped, Integer.MAX_VALUE);
  }
}
