package dev.freehold.sandbox.github;

import dev.freehold.sandbox.RateWindow;
import dev.freehold.sandbox.Routes;
import dev.freehold.sandbox.SimContext;
import dev.freehold.sandbox.SimJson;
import dev.freehold.sandbox.SimRequest;
import dev.freehold.sandbox.SimResponse;
import dev.freehold.sandbox.Simulator;
import dev.freehold.sandbox.State;
import dev.freehold.sandbox.login.Person;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** GitHub's REST API below {@code /github}, for one App with one installation. */
public final class GitHubSimulator implements Simulator {

  public static final String APP_ID = "100001";
  public static final String INSTALLATION_ID = "200002";

  /** The account that is always there, and its template with the branches main and staging. */
  public static final String OWNER = "freehold";

  /** The OAuth App people sign in by. */
  public static final String CLIENT_ID = "Iv1.0123456789abcdef";

  public static final String CLIENT_SECRET = "secret-of-the-sandbox";

  public static final String TEMPLATE = "console-template";

  private static final Map<String, String> TEMPLATE_FILES =
      Map.of(
          "package.json",
          """
          {
            "name": "console",
            "private": true,
            "scripts": { "build": "vite build" },
            "dependencies": { "react": "19.0.0" }
          }
          """,
          "README.md",
          "# Console\n",
          "src/main.ts",
          "import { features } from './config/features.config';\n\nconsole.log(features);\n",
          "src/config/features.config.ts",
          "export const features = [];\n");

  private final SimContext context;
  private final Credentials credentials;
  private final GitHubLogin login;
  private final Repositories repositories;
  private final GitObjects objects;
  private final GitData data;
  private final Routes routes = new Routes();
  private final RateWindow calls = new RateWindow(5000, Duration.ofHours(1));
  private final RateWindow contentPerMinute = new RateWindow(80, Duration.ofMinutes(1));
  private final RateWindow contentPerHour = new RateWindow(500, Duration.ofHours(1));

  public GitHubSimulator(SimContext context, PushListener listener) {
    this.context = context;
    State state = context.open("github");
    credentials = new Credentials(state);
    login = new GitHubLogin(state);
    objects = new GitObjects(state);
    repositories = new Repositories(state, objects);
    data = new GitData(context, repositories, objects, listener);
    repositories.routes(routes);
    data.routes(routes);
  }

  @Override
  public String name() {
    return "github";
  }

  @Override
  public String prefix() {
    return "/github";
  }

  @Override
  public void seed() {
    calls.clear();
    contentPerMinute.clear();
    contentPerHour.clear();
    credentials.restoreKey();
    repositories.addOwner(OWNER);
    Instant now = context.now();
    Repository template = repositories.add(OWNER, TEMPLATE, true, true, "", now);
    var files = new TreeMap<String, String>();
    TEMPLATE_FILES.forEach(
        (path, text) -> files.put(path, objects.addBlob(text.getBytes(StandardCharsets.UTF_8))));
    var first = objects.addCommit(objects.addTree(files).sha(), List.of(), "Template", now);
    repositories.move(template.key(), "main", first.sha());
    repositories.move(template.key(), "staging", first.sha());
  }

  @Override
  public SimResponse handle(SimRequest request) {
    try {
      if (request.path().startsWith("/app/")) {
        return app(request);
      }
      if (GitHubLogin.isOf(request)) {
        return login.answer(request);
      }
      credentials.checkToken(request);
      SimResponse answer = limited(request).orElseGet(() -> routes.answer(request));
      return withLimits(answer, request.at());
    } catch (GitHubError e) {
      return withLimits(error(e.status, String.valueOf(e.getMessage())), request.at());
    }
  }

  private SimResponse app(SimRequest request) {
    var tokens =
        new Routes()
            .on(
                "POST",
                "/app/installations/{installation}/access_tokens",
                asked -> {
                  var token = credentials.issue(asked);
                  if (!asked.path("installation").equals(INSTALLATION_ID)) {
                    throw new GitHubError(404, "Not Found");
                  }
                  var view =
                      SimJson.object()
                          .put("token", token.value())
                          .put("expires_at", token.expiresAt().toString())
                          .put("repository_selection", "all");
                  view.putObject("permissions")
                      .put("administration", "write")
                      .put("contents", "write")
                      .put("metadata", "read");
                  return SimResponse.json(201, view);
                });
    return tokens.answer(request);
  }

  /** Limits of calls, and of calls that create content. */
  private Optional<SimResponse> limited(SimRequest request) {
    if (calls.take(request.at()).isPresent()) {
      return Optional.of(
          error(403, "API rate limit exceeded for installation ID " + INSTALLATION_ID + "."));
    }
    if (request.method().equals("GET")) {
      return Optional.empty();
    }
    var wait = contentPerHour.take(request.at()).or(() -> contentPerMinute.take(request.at()));
    return wait.map(
        after ->
            error(403, "You have exceeded a secondary rate limit. Please wait a few minutes.")
                .header("retry-after", Long.toString(after.toSeconds())));
  }

  private SimResponse withLimits(SimResponse answer, Instant now) {
    return answer
        .header("x-ratelimit-limit", "5000")
        .header("x-ratelimit-remaining", Integer.toString(calls.left()))
        .header("x-ratelimit-reset", Long.toString(now.plus(Duration.ofHours(1)).getEpochSecond()))
        .header("x-ratelimit-resource", "core");
  }

  static SimResponse error(int status, String message) {
    return SimResponse.json(
        status,
        SimJson.object()
            .put("message", message)
            .put("documentation_url", "https://docs.github.com/rest")
            .put("status", Integer.toString(status)));
  }

  @Override
  public SimResponse failure(int status, @Nullable Duration retryAfter) {
    var answer =
        error(status, status == 429 ? "You have exceeded a secondary rate limit." : "Server Error");
    return retryAfter == null
        ? answer
        : answer.header("retry-after", Long.toString(retryAfter.toSeconds()));
  }

  /** The App's private key, PKCS#8 in PEM; made at the first call, kept over restarts. */
  public String privateKeyPem() {
    return context.change(credentials::privateKeyPem);
  }

  /** Every token handed out so far is bad from now on. */
  public void revokeTokens() {
    context.change(
        () -> {
          credentials.revokeAll();
          return true;
        });
  }

  /** A person's way through the page of the OAuth App; returns where the browser is sent. */
  public URI signIn(URI authorizationUrl, Person person) {
    return context.change(() -> login.signIn(authorizationUrl, person, context.now()));
  }

  public boolean exists(String owner, String repository) {
    return context.change(() -> repositories.find(owner, repository).isPresent());
  }

  /** The commit at the head of a branch. */
  public Optional<String> head(String owner, String repository, String branch) {
    return context.change(() -> repositories.head(Repository.key(owner, repository), branch));
  }

  public Optional<String> message(String sha) {
    return context.change(() -> objects.commit(sha).map(GitObjects.Commit::message));
  }

  /** A file's text at the head of a branch. */
  public Optional<String> file(String owner, String repository, String branch, String path) {
    return context.change(
        () ->
            repositories
                .head(Repository.key(owner, repository), branch)
                .flatMap(objects::tree)
                .map(tree -> tree.files().get(path))
                .flatMap(objects::blob)
                .map(blob -> new String(blob.bytes(), StandardCharsets.UTF_8)));
  }

  /** A person's push of one file; returns the new commit. */
  public String push(String owner, String repository, String branch, String path, String text) {
    return context.change(() -> data.commit(owner, repository, branch, path, text, context.now()));
  }

  /** Full names of all repositories but the template, with {@code (archived)} where they are. */
  public List<String> inventory() {
    return context.change(
        () ->
            repositories
                .all()
                .filter(one -> !one.isTemplate())
                .map(one -> one.key() + (one.archived() ? " (archived)" : ""))
                .sorted()
                .toList());
  }
}
