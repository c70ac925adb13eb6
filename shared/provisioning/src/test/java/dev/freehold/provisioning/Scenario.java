package dev.freehold.provisioning;

import dev.freehold.kernel.Call;
import dev.freehold.kernel.Ids;
import dev.freehold.kernel.Keys;
import dev.freehold.kernel.Scope;
import dev.freehold.kernel.Swept;
import dev.freehold.kernel.Transactions;
import dev.freehold.provisioning.step.StepRunner;
import dev.freehold.provisioning.step.StepSweep;
import dev.freehold.registry.Environment;
import dev.freehold.registry.Jobs;
import dev.freehold.registry.Jobs.ProvisionPlatform;
import dev.freehold.registry.Jobs.Requester;
import dev.freehold.sandbox.Sandbox;
import dev.freehold.sandbox.cloudflare.CloudflareSimulator;
import dev.freehold.sandbox.github.GitHubSimulator;
import dev.freehold.testing.Owner;
import dev.freehold.testing.Rows;
import dev.freehold.testing.SettableClock;
import jakarta.enterprise.context.Dependent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One platform of its own on a cloud account of its own, and the queue that drives its jobs. */
@Dependent
public class Scenario {

  private static final Duration STEP = Duration.ofSeconds(30);

  private final Jobs jobs;
  private final StepRunner runner;
  private final StepSweep sweep;
  private final Transactions transactions;
  private final SettableClock clock;
  private final SandboxHost host;
  private final AuthFeature feature;

  public final UUID user = Rows.user();
  public final UUID organization = Rows.organization(user);
  public final UUID platform;
  public final String key = Keys.next();
  public final UUID cloudAccount;
  public final String accountId;

  Scenario(
      Jobs jobs,
      StepRunner runner,
      StepSweep sweep,
      Transactions transactions,
      SettableClock clock,
      SandboxHost host,
      AuthFeature feature,
      Ids ids) {
    this.jobs = jobs;
    this.runner = runner;
    this.sweep = sweep;
    this.transactions = transactions;
    this.clock = clock;
    this.host = host;
    this.feature = feature;
    this.platform = ids.next();
    this.cloudAccount = ids.next();
    this.accountId = cloudAccount.toString().replace("-", "");
    arrange(ids);
  }

  private void arrange(Ids ids) {
    feature.publish();
    String zoneId = ids.next().toString().replace("-", "");
    cloudflare().addAccount(accountId, zoneId, key + ".test");
    Owner.update(
        """
        INSERT INTO provisioning.cloud_accounts (id, provider, name, external_account_id, zone_id,
            zone_name, cname_target, worker_mode, credential_ref, platforms_count, own_hostnames,
            status, created_at, updated_at, version)
        VALUES (?, 'cloudflare', ?, ?, ?, ?, 'fallback.test', 'direct', 'sandbox', 1,
            'custom_hostname', 'closed', ?, ?, 0)
        """,
        cloudAccount,
        key,
        accountId,
        zoneId,
        key + ".test",
        clock.instant(),
        clock.instant());
    Owner.update(
        """
        INSERT INTO registry.platforms (id, organization_id, key, name, slug, status, tier,
            cloud_account_id, owner_user_id, version, created_at, updated_at)
        VALUES (?, ?, ?, 'Acme', ?, 'pending', 'starter', ?, ?, 0, ?, ?)
        """,
        platform,
        organization,
        key,
        "s-" + key,
        cloudAccount,
        user,
        clock.instant(),
        clock.instant());
    Owner.update(
        """
        INSERT INTO registry.entities (id, organization_id, platform_id, type, name, slug, status,
            version, created_at, updated_at)
        VALUES (?, ?, ?, 'tenant', 'Acme', 'acme', 'active', 0, ?, ?)
        """,
        ids.next(),
        organization,
        platform,
        clock.instant(),
        clock.instant());
  }

  public Sandbox sandbox() {
    return host.sandbox();
  }

  public CloudflareSimulator cloudflare() {
    return host.sandbox().simulator(CloudflareSimulator.class);
  }

  public GitHubSimulator github() {
    return host.sandbox().simulator(GitHubSimulator.class);
  }

  public UUID startJob() {
    return startJob(List.of(Environment.PRODUCTION, Environment.STAGING));
  }

  public UUID startJob(List<Environment> environments) {
    return asTenant(
        () ->
            jobs.provisionPlatform(
                new ProvisionPlatform(
                    organization,
                    platform,
                    "starter",
                    null,
                    environments,
                    new Requester("user", user.toString()),
                    null)));
  }

  /** In a transaction of the platform's organization. */
  public <T> T asTenant(Supplier<T> work) {
    return Call.system("test", Scope.tenant(organization, user))
        .supply(() -> transactions.requiresNew(work));
  }

  /** One nudge, as the queue's function does it. */
  public boolean nudge(UUID jobId) {
    return Call.system("provisioning-run-step", Scope.tenant(organization))
        .supply(() -> runner.run(jobId));
  }

  public Swept sweep() {
    return Call.system("provisioning-sweep-steps", Scope.operator()).supply(sweep::sweep);
  }

  /** Delivers every nudge that is due, until none is. */
  public int deliver() {
    int delivered = 0;
    for (List<UUID> due = takeNudges(); !due.isEmpty(); due = takeNudges()) {
      due.forEach(this::nudge);
      delivered += due.size();
    }
    return delivered;
  }

  /** Delivers what is due now, but not what follows from it. */
  public void deliverOne() {
    takeNudges().forEach(this::nudge);
  }

  /** The queue loses what it has. */
  public void loseNudges() {
    takeNudges();
  }

  private List<UUID> takeNudges() {
    return Owner.rows(
            """
            UPDATE core.outbox SET sent_at = ?
             WHERE platform_id = ? AND type = 'provisioning-run-step' AND sent_at IS NULL
               AND available_at <= ?
            RETURNING (payload->>'jobId')::uuid AS job
            """,
            clock.instant(),
            platform,
            clock.instant())
        .stream()
        .map(row -> (UUID) Objects.requireNonNull(row.get("job")))
        .toList();
  }

  /** Lets queue, schedule and time do their work until the job has ended. */
  public String finish(UUID jobId) {
    for (int i = 0; i < 600; i++) {
      deliver();
      if (isEnded(jobId)) {
        return status(jobId);
      }
      pass(STEP);
    }
    throw new IllegalStateException("job still " + status(jobId) + "\n" + steps(jobId));
  }

  /** Time passes for everybody, and the schedule fires. */
  public void pass(Duration time) {
    clock.advance(time);
    host.sandbox().actAt(clock.instant());
    sweep();
  }

  public boolean isEnded(UUID jobId) {
    return !List.of("pending", "running", "rolling_back").contains(status(jobId));
  }

  public String status(UUID jobId) {
    return text("SELECT status FROM provisioning.jobs WHERE id = ?", jobId);
  }

  public String platformStatus() {
    return text("SELECT status FROM registry.platforms WHERE id = ?", platform);
  }

  public List<Map<String, @Nullable Object>> steps(UUID jobId) {
    return Owner.rows(
        """
        SELECT ordinal, kind, target, status, attempt, deferrals, compensation_attempt,
               last_error_code, last_error
          FROM provisioning.steps WHERE job_id = ? ORDER BY ordinal
        """,
        jobId);
  }

  public static String text(String sql, Object... args) {
    return String.valueOf(Owner.value(sql, args));
  }

  /** What the providers hold of this platform, one line an object. */
  public List<String> inventory() {
    var all = new ArrayList<>(cloudflare().inventory());
    github().inventory().forEach(all::add);
    return all.stream().filter(line -> line.contains(key)).sorted().toList();
  }

  /** Exactly what a platform with two environments and a console has, each object once. */
  public List<String> whole() {
    String zone = "default." + key + "." + key + ".test";
    String staging = "stg.default." + key + "." + key + ".test";
    return Stream.of(
            "freehold/" + key + "-console",
            "d1 " + key + "-default-auth-db",
            "d1 " + key + "-default-auth-db-stg",
            "kv " + key + "-default-auth-kv",
            "kv " + key + "-default-auth-kv-stg",
            "worker " + key + "-default-auth",
            "worker " + key + "-default-auth-stg",
            "dns auth.svc." + zone,
            "dns auth.svc." + staging,
            "hostname auth.svc." + zone,
            "hostname auth.svc." + staging,
            "route auth.svc." + zone + "/*",
            "route auth.svc." + staging + "/*",
            "pages " + key + "-default-console",
            "pages " + key + "-default-console-stg",
            "dns console.app." + zone,
            "dns console.app." + staging,
            "pages_domain console.app." + zone,
            "pages_domain console.app." + staging)
        .sorted()
        .toList();
  }
}
