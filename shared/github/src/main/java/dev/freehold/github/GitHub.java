package dev.freehold.github;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The way to GitHub as an App's installation; its token is kept for 50 of its 60 minutes. */
@ApplicationScoped
public class GitHub {

  private static final Duration KEPT = Duration.ofMinutes(50);

  private record Token(String value, Instant until) {}

  private final GitHubConfig config;
  private final Clock clock;
  private final GitHubHttp http;
  private volatile @Nullable Token token;

  GitHub(GitHubConfig config, Clock clock) {
    this.config = config;
    this.clock = clock;
    this.http = new GitHubHttp(config.baseUrl().toString(), clock);
  }

  /**
   * @param nextCall asked before each call: how long it may take; throws when there shall be none
   */
  public Repositories repositories(Supplier<Duration> nextCall) {
    return new Repositories(http, () -> token(nextCall), nextCall);
  }

  /** After a 401 the next call asks for a new token. */
  public void forgetToken() {
    token = null;
  }

  private String token(Supplier<Duration> nextCall) {
    Instant now = clock.instant();
    Token kept = token;
    // A clock that went backwards (the sandbox's reset) makes a kept token worthless as well.
    if (kept != null
        && now.isBefore(kept.until())
        && now.isAfter(kept.until().minus(KEPT.multipliedBy(2)))) {
      return kept.value();
    }
    String pem =
        config
            .privateKey()
            .orElseThrow(() -> new IllegalStateException("freehold.github.private-key is not set"));
    String value =
        http.send(
                "POST",
                "/app/installations/" + config.installationId() + "/access_tokens",
                JsonNodeFactory.instance.objectNode(),
                new AppKey(pem, config.appId()).token(now),
                nextCall.get())
            .path("token")
            .asText();
    token = new Token(value, now.plus(KEPT));
    return value;
  }
}
