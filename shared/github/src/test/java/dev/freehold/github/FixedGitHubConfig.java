package dev.freehold.github;

import dev.freehold.sandbox.github.GitHubSimulator;
import java.net.URI;
import java.util.Optional;

/** The simulator's App, with the defaults of everything else. */
record FixedGitHubConfig(URI baseUrl, String appId, Optional<String> privateKey)
    implements GitHubConfig {

  @Override
  public String installationId() {
    return GitHubSimulator.INSTALLATION_ID;
  }

  @Override
  public String owner() {
    return GitHubSimulator.OWNER;
  }

  @Override
  public Optional<String> templateOwner() {
    return Optional.empty();
  }

  @Override
  public String template() {
    return GitHubSimulator.TEMPLATE;
  }

  @Override
  public int rate() {
    return 4000;
  }

  @Override
  public int burst() {
    return 500;
  }

  @Override
  public int contentRate() {
    return 400;
  }

  @Override
  public int contentBurst() {
    return 40;
  }
}
