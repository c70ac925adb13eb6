package dev.freehold.provisioning.account;

import dev.freehold.cloudflare.CloudflareAccess;
import dev.freehold.cloudflare.CloudflareConfig;
import dev.freehold.kernel.Scope;
import dev.freehold.kernel.Transactions;
import dev.freehold.kernel.outbox.Message;
import dev.freehold.kernel.outbox.Outbox;
import dev.freehold.kernel.sql.Sql;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The accounts platforms stand on: taken, read, and marked when their token is refused. */
@ApplicationScoped
public class CloudAccounts {

  private final Sql sql;
  private final Transactions transactions;
  private final Outbox outbox;
  private final CloudflareConfig config;
  private final Clock clock;

  CloudAccounts(
      Sql sql, Transactions transactions, Outbox outbox, CloudflareConfig config, Clock clock) {
    this.sql = sql;
    this.transactions = transactions;
    this.outbox = outbox;
    this.config = config;
    this.clock = clock;
  }

  /** Data of {@code provisioning.cloud_account.broken}. */
  @RegisterForReflection
  record Broken(UUID cloudAccountId) {}

  /** Counts one more platform on the open account with the fewest; empty = none has room. */
  public Optional<UUID> take() {
    return Optional.ofNullable(
        sql.one(
                "SELECT provisioning.take_cloud_account(?) AS id",
                row -> new Taken(row.uuidOrNull("id")),
                clock.instant())
            .id());
  }

  private record Taken(@Nullable UUID id) {}

  public CloudAccount get(UUID id) {
    return sql.one(
        "SELECT %s FROM provisioning.cloud_account(?) a".formatted(CloudAccount.COLUMNS),
        row -> Objects.requireNonNull(CloudAccount.of(row)),
        id);
  }

  /**
   * @param nextCall asked before each call: how long it may take; throws when there shall be none
   */
  public CloudflareAccess access(CloudAccount account, Supplier<Duration> nextCall) {
    String token = config.credentials().get(account.credentialRef());
    if (token == null) {
      throw new IllegalStateException(
          "freehold.cloudflare.credentials." + account.credentialRef() + " is not set");
    }
    return new CloudflareAccess(account.externalAccountId(), account.zoneId(), token, nextCall);
  }

  /**
   * The account's token is refused: its steps wait from now on. Told once, however many steps find
   * out.
   */
  public void markBroken(UUID id) {
    transactions.run(
        Scope.operator(),
        () -> {
          Instant now = clock.instant();
          int changed =
              sql.update(
                  """
                  UPDATE provisioning.cloud_accounts
                     SET status = 'broken', broken_at = coalesce(broken_at, ?), updated_at = ?,
                         version = version + 1
                   WHERE id = ? AND status <> 'broken'
                  """,
                  now,
                  now,
                  id);
          if (changed == 1) {
            outbox.send(Message.event("provisioning.cloud_account.broken").data(new Broken(id)));
          }
        });
  }
}
