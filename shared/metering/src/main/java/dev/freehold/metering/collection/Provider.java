package dev.freehold.metering.collection;

import dev.freehold.cloudflare.CloudflareConfig;
import dev.freehold.cloudflare.analytics.AnalyticsAccess;
import dev.freehold.cloudflare.analytics.AnalyticsFailure;
import dev.freehold.cloudflare.analytics.AnalyticsPage;
import dev.freehold.cloudflare.analytics.CloudflareAnalytics;
import dev.freehold.cloudflare.analytics.DataSet;
import dev.freehold.kernel.Hashes;
import dev.freehold.kernel.edge.Throttles;
import dev.freehold.metering.MeteringConfig;
import dev.freehold.metering.collection.Readings.Account;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;

/** The provider's analytics, with our pace and our credentials. */
@ApplicationScoped
class Provider {

  /** The window the provider counts queries in. */
  private static final Duration WINDOW = Duration.ofMinutes(5);

  private final CloudflareAnalytics analytics;
  private final CloudflareConfig cloudflare;
  private final MeteringConfig config;
  private final Throttles throttles;

  Provider(
      CloudflareAnalytics analytics,
      CloudflareConfig cloudflare,
      MeteringConfig config,
      Throttles throttles) {
    this.analytics = analytics;
    this.cloudflare = cloudflare;
    this.config = config;
    this.throttles = throttles;
  }

  /** Takes leave for one query; a value says how long to wait instead. */
  Optional<Duration> waitFor(Account account) {
    int queries = Math.toIntExact(config.cloudflare().maxRps() * WINDOW.toSeconds());
    return throttles.take(
        "metering.cloudflare", Hashes.sha256(account.externalId()), queries, WINDOW);
  }

  /**
   * @throws AnalyticsFailure also when there is no credential of the account's name
   */
  AnalyticsPage read(Account account, DataSet set, AccountPage page) {
    String token = cloudflare.credentials().get(account.credentialRef());
    if (token == null) {
      throw new AnalyticsFailure("no credential named " + account.credentialRef(), null);
    }
    var access = new AnalyticsAccess(cloudflare.baseUrl(), account.externalId(), token);
    int size = config.cloudflare().pageSize();
    return analytics.read(access, set, page.date(), page.page(), size);
  }
}
