package dev.freehold.provisioning.ssl;

import dev.freehold.cloudflare.Cloudflare;
import dev.freehold.cloudflare.CloudflareAccount;
import dev.freehold.cloudflare.CloudflareException;
import dev.freehold.kernel.Swept;
import dev.freehold.kernel.Transactions;
import dev.freehold.provisioning.ProvisioningConfig;
import dev.freehold.provisioning.account.Buckets;
import dev.freehold.provisioning.account.CloudAccount;
import dev.freehold.provisioning.account.CloudAccounts;
import dev.freehold.provisioning.account.RateLimits;
import dev.freehold.provisioning.ssl.SslRows.Watched;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Looks at hostnames whose certificate is on its way, until it is there or never will be. */
@ApplicationScoped
public class SslPoller {

  private static final Set<String> LOST = Set.of("blocked", "deactivated", "error");

  private final SslRows rows;
  private final Cloudflare cloudflare;
  private final CloudAccounts accounts;
  private final RateLimits limits;
  private final Buckets buckets;
  private final Transactions transactions;
  private final ProvisioningConfig config;
  private final Clock clock;

  SslPoller(
      SslRows rows,
      Cloudflare cloudflare,
      CloudAccounts accounts,
      RateLimits limits,
      Buckets buckets,
      Transactions transactions,
      ProvisioningConfig config,
      Clock clock) {
    this.rows = rows;
    this.cloudflare = cloudflare;
    this.accounts = accounts;
    this.limits = limits;
    this.buckets = buckets;
    this.transactions = transactions;
    this.config = config;
    this.clock = clock;
  }

  /** In operator scope; never inside a transaction, since it asks the provider. */
  public Swept poll() {
    Instant now = clock.instant();
    var ssl = config.ssl();
    List<Watched> ours =
        transactions.requiresNew(() -> rows.takeOurs(now, ssl.interval(), ssl.batch()));
    List<Watched> customers =
        transactions.requiresNew(() -> rows.takeCustomers(now, ssl.interval(), ssl.batch()));
    ours.forEach(one -> look(one, rows::judgeOurs));
    customers.forEach(
        one ->
            look(
                one,
                (id, verdict, at) -> rows.judgeCustomers(id, verdict, at.plus(ssl.recheck()), at)));
    boolean more = ours.size() == ssl.batch() || customers.size() == ssl.batch();
    return new Swept(
        ours.size() + customers.size(), more, transactions.requiresNew(rows::nextDueAt));
  }

  private interface Judge {
    void accept(UUID id, SslRule.Verdict verdict, Instant now);
  }

  /** What the provider does not answer changes nothing: the next look is set already. */
  private void look(Watched one, Judge judge) {
    if (one.account().broken() || !mayCall(one.account())) {
      return;
    }
    SslRule.Seen seen;
    try {
      seen = see(one);
    } catch (CloudflareException e) {
      return;
    }
    Instant now = clock.instant();
    var ssl = config.ssl();
    SslRule.Verdict verdict =
        SslRule.judge(seen, one.wasActive(), one.createdAt(), now, ssl.interval(), ssl.giveUp());
    transactions.requiresNew(
        () -> {
          judge.accept(one.id(), verdict, now);
          return true;
        });
  }

  private boolean mayCall(CloudAccount account) {
    return transactions.requiresNew(() -> limits.take(buckets.cloud(account), 1)).isEmpty();
  }

  private SslRule.Seen see(Watched one) {
    CloudflareAccount cloud =
        cloudflare.account(accounts.access(one.account(), () -> config.timeout().call()));
    if (one.project() != null && one.cloudHostnameId() == null) {
      Optional<String> status = cloud.pages().domainStatus(one.project(), one.hostname());
      return status
          .map(
              word -> new SslRule.Seen(word.equals("active"), LOST.contains(word), word, List.of()))
          .orElseGet(SslPoller::gone);
    }
    if (one.cloudHostnameId() == null) {
      return gone();
    }
    return cloud
        .hostnames()
        .get(one.cloudHostnameId())
        .map(
            found ->
                new SslRule.Seen(
                    found.isActive(),
                    found.isLost(),
                    found.status() + "/" + found.sslStatus(),
                    found.errors()))
        .orElseGet(SslPoller::gone);
  }

  private static SslRule.Seen gone() {
    return new SslRule.Seen(false, true, "not at the provider", List.of());
  }
}
