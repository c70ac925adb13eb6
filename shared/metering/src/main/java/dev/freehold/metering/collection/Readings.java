package dev.freehold.metering.collection;

import dev.freehold.cloudflare.analytics.DataSet;
import dev.freehold.kernel.outbox.Message;
import dev.freehold.kernel.outbox.Outbox;
import dev.freehold.kernel.sql.Sql;
import dev.freehold.metering.MeteringConfig;
import dev.freehold.metering.MeteringConfig.Invocations;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How far each account's reading of a day has come. One message at a time is on the way, for the
 * page the row names; a repeated one finds the row moved on and ends, so a reading never forks.
 */
@ApplicationScoped
class Readings {

  private final Sql sql;
  private final Outbox outbox;
  private final Clock clock;
  private final List<DataSet> dataSets;

  Readings(Sql sql, Outbox outbox, Clock clock, MeteringConfig config) {
    this.sql = sql;
    this.outbox = outbox;
    this.clock = clock;
    this.dataSets =
        List.of(
            config.cloudflare().invocations() == Invocations.GRAPHQL
                ? DataSet.WORKERS
                : DataSet.ANALYTICS_ENGINE,
            DataSet.D1,
            DataSet.R2_STORAGE,
            DataSet.R2_OPERATIONS,
            DataSet.KV);
  }

  /**
   * An account at the provider.
   *
   * @param credentialRef the name of its token, never the token
   */
  record Account(String externalId, String credentialRef) {}

  Optional<Account> account(AccountPage page) {
    return sql.first(
        """
        SELECT external_account_id, credential_ref FROM provisioning.cloud_accounts WHERE id = ?
        """,
        row -> new Account(row.text("external_account_id"), row.text("credential_ref")),
        page.accountId());
  }

  /** Names of the data sets that are read and counted, in the order of reading. */
  List<String> dataSets() {
    return dataSets.stream().map(DataSet::providerName).toList();
  }

  /** From the first page on, whatever was read before. */
  void start(UUID accountId, LocalDate date) {
    var first = new AccountPage(accountId, date, dataSets.getFirst().providerName(), "");
    Instant now = clock.instant();
    sql.update(
        """
        INSERT INTO metering.account_readings AS r
          (snapshot_date, account_id, dataset, page, created_at, updated_at)
        VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT (snapshot_date, account_id) DO UPDATE
          SET dataset = excluded.dataset, page = excluded.page, updated_at = excluded.updated_at
        """,
        date,
        accountId,
        first.dataset(),
        first.page(),
        now,
        now);
    send(first, null);
  }

  /** Asks for the page that is due once more; false when all was read. */
  boolean resume(UUID accountId, LocalDate date) {
    Optional<Optional<AccountPage>> reading =
        sql.first(
            """
            SELECT dataset, page FROM metering.account_readings
             WHERE snapshot_date = ? AND account_id = ?
            """,
            row ->
                Optional.ofNullable(row.textOrNull("dataset"))
                    .map(set -> new AccountPage(accountId, date, set, row.text("page"))),
            date,
            accountId);
    if (reading.isEmpty()) {
      start(accountId, date);
      return true;
    }
    reading.get().ifPresent(page -> send(page, null));
    return reading.get().isPresent();
  }

  /**
   * Moves on from {@code done} and asks for what comes next.
   *
   * @param nextKey of the same data set; null = it is read
   * @return empty when the reading is elsewhere by now, else whether all is read
   */
  Optional<Boolean> advance(AccountPage done, @Nullable String nextKey) {
    AccountPage next = next(done, nextKey);
    int moved =
        sql.update(
            """
            UPDATE metering.account_readings SET dataset = ?, page = ?, updated_at = ?
             WHERE snapshot_date = ? AND account_id = ? AND dataset = ? AND page = ?
            """,
            next == null ? null : next.dataset(),
            next == null ? null : next.page(),
            clock.instant(),
            done.date(),
            done.accountId(),
            done.dataset(),
            done.page());
    if (moved == 0) {
      return Optional.empty();
    }
    if (next != null) {
      send(next, null);
    }
    return Optional.of(next == null);
  }

  private @Nullable AccountPage next(AccountPage done, @Nullable String nextKey) {
    if (nextKey != null) {
      return new AccountPage(done.accountId(), done.date(), done.dataset(), nextKey);
    }
    int after = dataSets().indexOf(done.dataset()) + 1;
    return after == dataSets.size()
        ? null
        : new AccountPage(done.accountId(), done.date(), dataSets.get(after).providerName(), "");
  }

  /** Puts the message back until the provider may be asked again. */
  boolean defer(AccountPage page, Duration wait) {
    send(page, clock.instant().plus(wait));
    return true;
  }

  private void send(AccountPage page, @Nullable Instant availableAt) {
    outbox.send(Message.command(AccountPage.COMMAND).data(page).availableAt(availableAt));
  }
}
