package dev.freehold.sandbox;

import dev.freehold.sandbox.cloudflare.CloudflareSimulator;
import dev.freehold.sandbox.cloudflare.GitSource;
import dev.freehold.sandbox.cloudflare.R2Objects;
import dev.freehold.sandbox.github.GitHubSimulator;
import dev.freehold.sandbox.google.GoogleSimulator;
import dev.freehold.sandbox.mail.MailSimulator;
import dev.freehold.sandbox.store.StoreSimulator;
import dev.freehold.sandbox.stripe.StripeSimulator;
import java.util.List;
import java.util.Optional;

/** All simulators there are, and what they tell one another. */
public final class Simulators {

  private Simulators() {}

  public static List<Simulator.Factory> all() {
    return List.of(
        StripeSimulator::new,
        StoreSimulator::new,
        Simulators::github,
        Simulators::cloudflare,
        MailSimulator::new,
        GoogleSimulator::new);
  }

  private static Simulator github(SimContext context) {
    return new GitHubSimulator(
        context,
        (owner, repository, branch, sha, message) ->
            context
                .other(CloudflareSimulator.class)
                .ifPresent(pages -> pages.pushed(owner, repository, branch, sha, message)));
  }

  private static Simulator cloudflare(SimContext context) {
    return new CloudflareSimulator(context, new BucketsOf(context), new GitOf(context));
  }

  /** Cloudflare may ask GitHub while it is locked; GitHub tells Cloudflare only when it is not. */
  private record GitOf(SimContext context) implements GitSource {

    @Override
    public boolean exists(String owner, String repository) {
      return context
          .other(GitHubSimulator.class)
          .filter(git -> git.exists(owner, repository))
          .isPresent();
    }

    @Override
    public Optional<Head> head(String owner, String repository, String branch) {
      return context
          .other(GitHubSimulator.class)
          .flatMap(
              git ->
                  git.head(owner, repository, branch)
                      .map(sha -> new Head(sha, git.message(sha).orElse(""))));
    }
  }

  private record BucketsOf(SimContext context) implements R2Objects {

    @Override
    public void makeBucket(String name) {
      context.other(StoreSimulator.class).ifPresent(store -> store.makeBucket(name, false));
    }

    @Override
    public boolean removeEmptyBucket(String name) {
      return context.other(StoreSimulator.class).map(s -> s.removeEmptyBucket(name)).orElse(true);
    }
  }
}
