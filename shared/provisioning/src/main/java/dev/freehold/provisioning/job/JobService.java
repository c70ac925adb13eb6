package dev.freehold.provisioning.job;

import dev.freehold.kernel.Call;
import dev.freehold.kernel.Ids;
import dev.freehold.kernel.KernelRefusal;
import dev.freehold.kernel.Refusal;
import dev.freehold.kernel.sql.SqlFailure;
import dev.freehold.provisioning.ProvisioningConfig;
import dev.freehold.provisioning.ProvisioningRefusal;
import dev.freehold.provisioning.account.CloudAccount;
import dev.freehold.provisioning.account.CloudAccounts;
import dev.freehold.provisioning.deadletter.DeadLetterRows;
import dev.freehold.registry.Jobs;
import dev.freehold.registry.platform.GuardedPlatform;
import dev.freehold.registry.platform.PlatformGuard;
import dev.freehold.registry.platform.PlatformLifecycle;
import dev.freehold.stacks.FeatureVersions;
import dev.freehold.stacks.PublishedFeature;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes jobs for the registry, and shows them. */
@ApplicationScoped
public class JobService implements Jobs {

  private static final String PLATFORM_TARGET = "platform";

  /** The core features every platform starts with. */
  private static final List<String> CORE_FEATURES = List.of("auth");

  private final JobRows jobs;
  private final StepRows steps;
  private final DeadLetterRows letters;
  private final JobEnds ends;
  private final JobNews news;
  private final Nudges nudges;
  private final CloudAccounts accounts;
  private final PlatformGuard guard;
  private final PlatformLifecycle lifecycle;
  private final FeatureVersions features;
  private final ProvisioningConfig config;
  private final Clock clock;
  private final Ids ids;

  JobService(
      JobRows jobs,
      StepRows steps,
      DeadLetterRows letters,
      JobEnds ends,
      JobNews news,
      Nudges nudges,
      CloudAccounts accounts,
      PlatformGuard guard,
      PlatformLifecycle lifecycle,
      FeatureVersions features,
      ProvisioningConfig config,
      Clock clock,
      Ids ids) {
    this.jobs = jobs;
    this.steps = steps;
    this.letters = letters;
    this.ends = ends;
    this.news = news;
    this.nudges = nudges;
    this.accounts = accounts;
    this.guard = guard;
    this.lifecycle = lifecycle;
    this.features = features;
    this.config = config;
    this.clock = clock;
    this.ids = ids;
  }

  /**
   * A job with its steps as people see it.
   *
   * @param deadLetterId the newest letter of the job
   */
  public record View(Job job, List<Step> steps, @Nullable UUID deadLetterId) {}

  /**
   * @throws Refusal {@code NOT_FOUND}, also for a job of another organization
   */
  @Transactional
  public View get(UUID jobId) {
    Job job =
        jobs.find(jobId, Call.current().scope().organizationId())
            .orElseThrow(() -> KernelRefusal.notFound("job"));
    return new View(job, steps.of(jobId), letters.newestOf(jobId).orElse(null));
  }

  @Override
  @Transactional(Transactional.TxType.MANDATORY)
  public UUID provisionPlatform(ProvisionPlatform request) {
    Optional<Job> live = jobs.findLive(request.platformId(), PLATFORM_TARGET);
    if (live.isPresent()) {
      return sameOrRefused(live.get(), request);
    }
    CloudAccount account = account(request.platformId());
    var payload =
        new JobPayload(
            request.environments(),
            config.console().enabled(),
            CORE_FEATURES.stream().map(this::newest).toList(),
            request.billingEmail());
    GuardedPlatform platform = guard.forReading(request.platformId());
    Instant now = clock.instant();
    Job job = job(request, payload, now);
    insert(job);
    if (request.replayOf() != null) {
      // J12: whoever starts it anew has dealt with what was left of the former one.
      letters
          .openOf(request.replayOf())
          .ifPresent(letter -> letters.resolve(letter, "replayed", "restart", null, now));
    }
    var site = new PlatformPlan.Site(platform.key(), account.zoneName(), account.workerDomains());
    insertSteps(job, PlatformPlan.of(site, payload), now);
    news.created(job);
    nudges.send(job, null, null);
    return job.id();
  }

  private void insert(Job job) {
    try {
      jobs.insert(job);
    } catch (SqlFailure e) {
      if (SqlFailure.constraint(e).filter("jobs_target_key"::equals).isPresent()) {
        throw ProvisioningRefusal.JOB_IN_PROGRESS.because(
            "another job of platform %s began at the same moment", job.platformId());
      }
      throw e;
    }
  }

  private static UUID sameOrRefused(Job live, ProvisionPlatform request) {
    if (live.payload().environments().equals(request.environments())
        && Objects.equals(live.payload().billingEmail(), request.billingEmail())) {
      return live.id();
    }
    throw ProvisioningRefusal.JOB_IN_PROGRESS
        .because("job %s of this platform is under way", live.id())
        .with("jobId", live.id());
  }

  /** A job that ended cannot go on while another has its target or its platform. */
  void refuseBusy(Job job) {
    jobs.firstLive(job.platformId())
        .ifPresent(
            live -> {
              throw ProvisioningRefusal.JOB_IN_PROGRESS
                  .because("job %s of this platform is under way", live)
                  .with("jobId", live);
            });
  }

  /** The account the platform stands on; the first job takes one with room. */
  private CloudAccount account(UUID platformId) {
    UUID known = guard.forReading(platformId).cloudAccountId();
    if (known != null) {
      return accounts.get(known);
    }
    UUID taken =
        accounts
            .take()
            .orElseThrow(
                () ->
                    ProvisioningRefusal.NO_CLOUD_CAPACITY.because(
                        "no cloud account has room for one more platform"));
    lifecycle.assignCloudAccount(platformId, taken);
    return accounts.get(taken);
  }

  private PublishedFeature newest(String featureId) {
    return features
        .latest(featureId)
        .orElseThrow(
            () ->
                ProvisioningRefusal.CORE_FEATURE_MISSING.because(
                    "no active version of the feature %s is published", featureId));
  }

  private Job job(ProvisionPlatform request, JobPayload payload, Instant now) {
    return new Job(
        ids.next(),
        request.organizationId(),
        request.platformId(),
        JobType.PROVISION_PLATFORM,
        null,
        null,
        null,
        null,
        null,
        null,
        request.tier(),
        payload,
        JobStatus.PENDING,
        null,
        null,
        null,
        null,
        null,
        request.replayOf(),
        PLATFORM_TARGET,
        request.requestedBy().type(),
        request.requestedBy().id(),
        null,
        null,
        null,
        null,
        null,
        now,
        now);
  }

  private void insertSteps(Job job, List<PlatformPlan.Planned> planned, Instant now) {
    var rows = new ArrayList<Step>();
    for (PlatformPlan.Planned step : planned) {
      rows.add(Step.planned(ids.next(), job.id(), rows.size() + 1, step, config, now));
    }
    steps.insert(job, rows, now);
  }

  @Override
  @Transactional(Transactional.TxType.MANDATORY)
  public boolean isUnderWay(UUID platformId) {
    return jobs.firstLive(platformId).isPresent();
  }

  @Override
  @Transactional(Transactional.TxType.MANDATORY)
  public boolean wasEverStarted(UUID platformId, String type) {
    return jobs.hasAny(platformId, type);
  }

  @Override
  @Transactional(Transactional.TxType.MANDATORY)
  public void cancelPending(UUID platformId, String reason) {
    for (UUID pending : jobs.pending(platformId)) {
      jobs.lock(pending)
          .map(LockedJob::job)
          .filter(job -> job.status() == JobStatus.PENDING)
          .ifPresent(ends::cancelPending);
    }
  }

  @Override
  @Transactional(Transactional.TxType.MANDATORY)
  public void nudgeWaiting(UUID platformId) {
    nudges.oldestPending(platformId);
  }
}
