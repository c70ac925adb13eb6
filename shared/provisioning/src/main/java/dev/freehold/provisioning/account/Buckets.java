package dev.freehold.provisioning.account;

import dev.freehold.cloudflare.CloudflareConfig;
import dev.freehold.github.GitHubConfig;
import dev.freehold.provisioning.account.RateLimits.Bucket;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** Which bucket a call comes from. */
@ApplicationScoped
public class Buckets {

  private static final BigDecimal HOUR = BigDecimal.valueOf(3600);

  private final CloudflareConfig cloudflare;
  private final GitHubConfig github;

  Buckets(CloudflareConfig cloudflare, GitHubConfig github) {
    this.cloudflare = cloudflare;
    this.github = github;
  }

  public Bucket cloud(CloudAccount account) {
    return new Bucket(account.bucket(), cloudflare.rate(), cloudflare.burst());
  }

  public Bucket repositories() {
    return new Bucket(
        "github:" + github.installationId(), perSecond(github.rate()), github.burst());
  }

  /** Calls that create content have a limit of their own. */
  public Bucket content() {
    return new Bucket(
        "github-content:" + github.installationId(),
        perSecond(github.contentRate()),
        github.contentBurst());
  }

  private static BigDecimal perSecond(int perHour) {
    return BigDecimal.valueOf(perHour).divide(HOUR, 6, RoundingMode.DOWN);
  }
}
