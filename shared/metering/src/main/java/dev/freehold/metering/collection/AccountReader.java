package dev.freehold.metering.collection;

import dev.freehold.cloudflare.analytics.AnalyticsFailure;
import dev.freehold.cloudflare.analytics.AnalyticsPage;
import dev.freehold.cloudflare.analytics.DataSet;
import dev.freehold.kernel.Transactions;
import dev.freehold.metering.collection.Readings.Account;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Reads one page of one account's day at the provider; no transaction is open meanwhile. */
@ApplicationScoped
public class AccountReader {

  private static final Logger LOG = Logger.getLogger(AccountReader.class);

  private final Transactions transactions;
  private final Provider provider;
  private final Readings readings;
  private final PageStore pages;
  private final Outcomes outcomes;

  AccountReader(
      Transactions transactions,
      Provider provider,
      Readings readings,
      PageStore pages,
      Outcomes outcomes) {
    this.transactions = transactions;
    this.provider = provider;
    this.readings = readings;
    this.pages = pages;
    this.outcomes = outcomes;
  }

  /**
   * Reads the page and asks for what follows: the next page, the next data set, or the filling of
   * the platforms. A refusal of the provider fails the account's tasks of that day, which the retry
   * takes up again, and ends the message. May be repeated.
   */
  public void read(AccountPage page) {
    Optional<Account> account = transactions.requiresNew(() -> readings.account(page));
    Optional<DataSet> set = DataSet.byProviderName(page.dataset());
    if (account.isEmpty() || set.isEmpty()) {
      LOG.warnf("nothing to read: %s", page);
      return;
    }
    Optional<Duration> wait = provider.waitFor(account.get());
    if (wait.isPresent()) {
      transactions.requiresNew(() -> readings.defer(page, wait.get()));
      return;
    }
    try {
      AnalyticsPage read = provider.read(account.get(), set.get(), page);
      transactions.requiresNew(() -> pages.store(account.get(), page, read));
    } catch (AnalyticsFailure e) {
      String error = String.valueOf(e.getMessage());
      LOG.warnf("%s of %s not read: %s", page.dataset(), page.date(), error);
      transactions.requiresNew(() -> outcomes.accountFailed(page, error, e.retryAfter()));
    }
  }
}
