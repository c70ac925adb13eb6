package dev.freehold.sandbox.cloudflare;

import dev.freehold.sandbox.RateWindow;
import dev.freehold.sandbox.Routes;
import dev.freehold.sandbox.SimContext;
import dev.freehold.sandbox.SimJson;
import dev.freehold.sandbox.SimRequest;
import dev.freehold.sandbox.SimResponse;
import dev.freehold.sandbox.Simulator;
import dev.freehold.sandbox.State;
import dev.freehold.sandbox.Table;
import dev.freehold.sandbox.cloudflare.analytics.Analytics;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Cloudflare's API version 4 below {@code /cloudflare/client/v4}. */
public final class CloudflareSimulator implements Simulator {

  /** The account and the zone that are always there; any token but a revoked one is good. */
  public static final String ACCOUNT_ID = "5b7c0e2f9d3a4c618e0f1a2b3c4d5e6f";

  public static final String ZONE_ID = "9f8e7d6c5b4a39281706f5e4d3c2b1a0";
  public static final String ZONE_NAME = "example.app";
  public static final String CNAME_TARGET = "fallback.example.app";
  public static final String TOKEN = "sandbox-cloudflare-token";

  private static final Duration WINDOW = Duration.ofMinutes(5);

  private final SimContext context;
  private final Realm realm;
  private final Table<String> revoked;
  private final D1Databases d1;
  private final DnsRecords dns;
  private final CustomHostnames hostnames;
  private final PagesDeployments deployments;
  private final PagesDomains domains;
  private final Pages pages;
  private final Workers workers;
  private final Inventory inventory;
  private final Analytics analytics;
  private final Routes routes = new Routes();
  private final RateWindow calls = new RateWindow(1200, WINDOW);

  public CloudflareSimulator(SimContext context, R2Objects objects, GitSource git) {
    this.context = context;
    State state = context.open("cloudflare");
    realm = new Realm(state);
    revoked = state.table("revoked_tokens", String.class);
    d1 = new D1Databases(realm, state);
    var r2 = new R2Buckets(realm, state, objects);
    var kv = new KvNamespaces(realm, state);
    var uploads = new WorkerUploads();
    workers = new Workers(realm, state, uploads);
    var queues = new Queues(realm, state, workers);
    var workerRoutes = new WorkerRoutes(realm, state, workers);
    dns = new DnsRecords(realm, state);
    hostnames = new CustomHostnames(realm, state, dns);
    deployments = new PagesDeployments(context, state, git);
    domains = new PagesDomains(realm, state, dns);
    pages = new Pages(realm, state, deployments, domains, git);
    inventory = new Inventory(d1, r2, kv, queues, workers, workerRoutes, dns, hostnames, pages);
    analytics = new Analytics(state, realm::hasAccount);
    workers.guard(queues::isConsumer, workerRoutes::scriptDeleted);
    checkBindings(uploads, r2, kv, queues);
    routes.on("GET", "/user/tokens/verify", request -> verify());
    d1.routes(routes);
    r2.routes(routes);
    kv.routes(routes);
    queues.routes(routes);
    workers.routes(routes);
    workerRoutes.routes(routes);
    dns.routes(routes);
    hostnames.routes(routes);
    pages.routes(routes);
    analytics.routes(routes);
  }

  private void checkBindings(WorkerUploads uploads, R2Buckets r2, KvNamespaces kv, Queues queues) {
    uploads.check(
        "d1",
        "id",
        (account, id) -> d1.byId(account, id).isPresent(),
        10181,
        "D1 binding: the database %s could not be found");
    uploads.check(
        "r2_bucket",
        "bucket_name",
        (account, name) -> r2.byName(account, name).isPresent(),
        10085,
        "R2 bucket '%s' not found. Please use a different name and try again.");
    uploads.check(
        "kv_namespace",
        "namespace_id",
        (account, id) -> kv.byId(account, id).isPresent(),
        10041,
        "KV namespace '%s' not found.");
    uploads.check(
        "queue",
        "queue_name",
        (account, name) -> queues.byName(account, name).isPresent(),
        11000,
        "Queue '%s' not found.");
  }

  @Override
  public String name() {
    return "cloudflare";
  }

  @Override
  public String prefix() {
    return "/cloudflare/client/v4";
  }

  @Override
  public void seed() {
    calls.clear();
    analytics.forget();
    d1.forget();
    realm.add(ACCOUNT_ID, ZONE_ID, ZONE_NAME);
  }

  @Override
  public SimResponse handle(SimRequest request) {
    try {
      authenticate(request);
      Optional<Duration> wait =
          Analytics.isQuery(request) ? Optional.empty() : calls.take(request.at());
      if (wait.isPresent()) {
        return failure(429, wait.get());
      }
      SimResponse answer = routes.answer(request);
      if (!request.method().equals("GET")) {
        analytics.sync(inventory.resources(), request.at());
      }
      return answer;
    } catch (CloudflareError e) {
      return Answers.error(e.status, e.code, e.getMessage());
    }
  }

  @Override
  public SimResponse failure(int status, @Nullable Duration retryAfter) {
    if (status == 429) {
      return Answers.error(429, 971, "Please wait and consider throttling your request speed")
          .header("Retry-After", Long.toString(retryAfter == null ? 300 : retryAfter.toSeconds()));
    }
    var answer =
        status >= 500
            ? Answers.error(status, 10001, "Unable to process the request right now")
            : Answers.error(status, 1001, "fault of the sandbox");
    return retryAfter == null
        ? answer
        : answer.header("Retry-After", Long.toString(retryAfter.toSeconds()));
  }

  @Override
  public Optional<Instant> nextDueAt() {
    Instant now = context.now();
    return Stream.of(hostnames.nextDueAt(), deployments.nextDueAt(now), domains.nextDueAt(now))
        .flatMap(Optional::stream)
        .min(Instant::compareTo);
  }

  @Override
  public int actAt(Instant now) {
    return hostnames.settle(now);
  }

  /** One account and zone more. */
  public void addAccount(String accountId, String zoneId, String zoneName) {
    change(() -> realm.add(accountId, zoneId, zoneName));
  }

  /** From now on the token is good for nothing, or good again. */
  public void setRevoked(String token, boolean isRevoked) {
    change(
        () -> {
          if (isRevoked) {
            revoked.put(token, token);
          } else {
            revoked.remove(token);
          }
        });
  }

  /** What the Git host tells after a push. */
  public void pushed(String owner, String repository, String branch, String sha, String message) {
    change(() -> pages.pushed(owner, repository, branch, sha, message));
  }

  /** From now on the project's builds fail, or succeed again. */
  public void setBuildsFail(String project, boolean fail) {
    change(() -> deployments.setBroken(project, fail));
  }

  /** Whether the owner of a hostname outside of our zones has set its record; usually true. */
  public void setCustomerRecord(String hostname, boolean there) {
    change(() -> dns.setOutside(hostname, there, context.now()));
  }

  /** Makes a custom hostname {@code blocked} or {@code moved}; null = normal again. */
  public void forceHostname(String hostname, @Nullable String status) {
    change(() -> hostnames.force(hostname, status));
  }

  /**
   * What a platform uses per whole day from now on, on its first production resource of the kind.
   *
   * @param metrics amount by slug; those left out are 0
   * @param to inclusive; null = until set again
   * @return false = no resource here ever had the key
   */
  public boolean setUsage(
      String platformKey, Map<String, Long> metrics, LocalDate from, @Nullable LocalDate to) {
    return context.change(() -> analytics.setUsage(platformKey, metrics, from, to));
  }

  /** SHA-256 in hex of a Worker's secret; empty if it has none of that name. */
  public Optional<String> secretFingerprint(String accountId, String script, String secret) {
    return context.change(
        () -> workers.byName(accountId, null, script).map(worker -> worker.secrets().get(secret)));
  }

  /** Everything there is, as "kind name" lines in alphabetical order, for tests to compare. */
  public List<String> inventory() {
    return context.change(inventory::lines);
  }

  private void change(Runnable work) {
    context.change(
        () -> {
          work.run();
          return true;
        });
  }

  private void authenticate(SimRequest request) {
    String header = request.header("authorization", "");
    if (!header.startsWith("Bearer ") || header.length() < 8) {
      throw new CloudflareError(400, 6003, "Invalid request headers");
    }
    if (revoked.has(header.substring(7))) {
      throw request.path().equals("/user/tokens/verify")
          ? new CloudflareError(401, 1000, "Invalid API Token")
          : new CloudflareError(403, 9109, "Invalid access token");
    }
  }

  private static SimResponse verify() {
    var answer = SimJson.object();
    answer
        .putObject("result")
        .put("id", "ed17574386854bf78a67040be0a770b0")
        .put("status", "active");
    answer.put("success", true);
    answer.putArray("errors");
    answer
        .putArray("messages")
        .addObject()
        .put("code", 10000)
        .put("message", "This API Token is valid and active");
    return SimResponse.json(200, answer);
  }
}
