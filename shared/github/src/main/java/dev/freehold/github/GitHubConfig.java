package dev.freehold.github;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.util.Optional;

/** The GitHub App that owns the consoles' repositories. Changed by whoever installs it. */
@ConfigMapping(prefix = "freehold.github")
public interface GitHubConfig {

  /** Address of the API, without a slash at its end. The sandbox sets its own. */
  @WithDefault("https://api.github.com")
  URI baseUrl();

  /** The App's id or client id, the issuer of its tokens. */
  @WithDefault("0")
  String appId();

  /** The App's installation in the owner's account. */
  @WithDefault("0")
  String installationId();

  /** The App's private key, PKCS#8 in PEM or its bare base64. Comes from the secret store. */
  Optional<String> privateKey();

  /** The account the repositories are made in. */
  @WithDefault("freehold")
  String owner();

  /** The account of the template; without it the owner. */
  Optional<String> templateOwner();

  /** The repository that new ones are made from; has the branches {@code main}, {@code staging}. */
  @WithDefault("console-template")
  String template();

  /** Calls an hour we allow ourselves; GitHub allows 5,000. */
  @WithDefault("4000")
  int rate();

  /** Calls at once, on top of the rate. */
  @WithDefault("500")
  int burst();

  /** Calls an hour that create content; GitHub allows 500, and 80 a minute. */
  @WithDefault("400")
  int contentRate();

  /** Calls at once that create content, on top of the rate. */
  @WithDefault("40")
  int contentBurst();
}
