package dev.freehold.identity.upkeep;

import dev.freehold.identity.IdentityConfig;
import dev.freehold.kernel.Swept;
import dev.freehold.kernel.Transactions;
import dev.freehold.kernel.audit.RetentionLogin;
import dev.freehold.kernel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;

/** Partitions of both audits: two months ahead; what is past the retention goes. */
@ApplicationScoped
public class EventMaintenance {

  private static final List<String> TABLES = List.of("audit_authentication", "audit_authorization");

  /** Rows that one call of the function lets go at most. */
  private static final int STEP = 10_000;

  /** More is left to the next night. */
  private static final int STEPS = 50;

  private final Sql sql;
  private final Transactions transactions;
  private final RetentionLogin retention;
  private final IdentityConfig.Audit config;
  private final Clock clock;

  EventMaintenance(
      Sql sql,
      Transactions transactions,
      RetentionLogin retention,
      IdentityConfig config,
      Clock clock) {
    this.sql = sql;
    this.transactions = transactions;
    this.retention = retention;
    this.config = config.audit();
    this.clock = clock;
  }

  public Swept maintain() {
    Instant now = clock.instant();
    var month = YearMonth.from(now.atOffset(ZoneOffset.UTC));
    int found = 0;
    for (String table : TABLES) {
      for (int ahead = 0; ahead <= 2; ahead++) {
        found += add(table, month.plusMonths(ahead));
      }
    }
    int dropped = STEP;
    for (int step = 0; step < STEPS && dropped >= STEP; step++) {
      dropped = retention.drop("identity.drop_audit_partitions", now.minus(config.retention()));
      found += dropped;
    }
    return new Swept(found, dropped >= STEP, null);
  }

  private int add(String table, YearMonth month) {
    return transactions.requiresNew(
        () ->
            sql.one(
                "SELECT identity.add_audit_partition(?, ?) AS made",
                row -> row.bool("made") ? 1 : 0,
                table,
                month.atDay(1)));
  }
}
