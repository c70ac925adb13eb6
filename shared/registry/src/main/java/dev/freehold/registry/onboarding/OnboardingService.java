package dev.freehold.registry.onboarding;

import dev.freehold.identity.organization.OrganizationService;
import dev.freehold.kernel.Actor;
import dev.freehold.kernel.Call;
import dev.freehold.kernel.Ids;
import dev.freehold.kernel.KernelRefusal;
import dev.freehold.kernel.Kind;
import dev.freehold.kernel.Refusal;
import dev.freehold.kernel.audit.Audit;
import dev.freehold.kernel.audit.AuditEntry;
import dev.freehold.registry.Environment;
import dev.freehold.registry.Jobs;
import dev.freehold.registry.RegistryConfig;
import dev.freehold.registry.platform.Platform;
import dev.freehold.registry.platform.PlatformService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** Starts, shows and resumes onboarding. */
@ApplicationScoped
public class OnboardingService {

  private final PlatformService platforms;
  private final OrganizationService organizations;
  private final Instance<Jobs> jobs;
  private final RegistryConfig config;
  private final Audit audit;
  private final Clock clock;
  private final Ids ids;

  OnboardingService(
      PlatformService platforms,
      OrganizationService organizations,
      Instance<Jobs> jobs,
      RegistryConfig config,
      Audit audit,
      Clock clock,
      Ids ids) {
    this.platforms = platforms;
    this.organizations = organizations;
    this.jobs = jobs;
    this.config = config;
    this.audit = audit;
    this.clock = clock;
    this.ids = ids;
  }

  /**
   * What an onboarding begins with.
   *
   * @param environments one or more of production and staging, production first
   */
  public record NewOnboarding(
      UUID organizationId,
      String platformName,
      String slug,
      String tier,
      String billingEmail,
      @Nullable UUID stackTemplateId,
      @Nullable String stackVersion,
      List<Environment> environments) {}

  /**
   * Session, platform, default entity and job come into being together or not at all.
   *
   * @throws Refusal those of {@link PlatformService#create}, then {@code TEMPLATE_INVALID}, {@code
   *     NO_CLOUD_CAPACITY}, {@code CORE_FEATURE_MISSING}
   */
  @Transactional
  public OnboardingSession start(NewOnboarding wanted) {
    Platform platform =
        platforms.create(
            new PlatformService.NewPlatform(
                wanted.organizationId(),
                wanted.platformName(),
                wanted.slug(),
                wanted.tier(),
                wanted.billingEmail()));
    if (wanted.stackTemplateId() != null || wanted.stackVersion() != null) {
      throw OnboardingRefusal.TEMPLATE_INVALID.because("no such stack template");
    }
    OnboardingSession session = persist(wanted, platform);
    if (!config.onboarding().requireSubscription()) {
      session.provisionJobId = startJob(session, null);
    }
    session.getEntityManager().flush();
    audit(session, "start", Map.of(), Map.of("status", session.status.word()));
    return session;
  }

  private OnboardingSession persist(NewOnboarding wanted, Platform platform) {
    Instant now = clock.instant();
    var session = new OnboardingSession();
    session.id = ids.next();
    session.organizationId = platform.organizationId;
    session.platformId = platform.id;
    session.userId = personOf(platform.organizationId);
    session.status = OnboardingSession.Status.IN_PROGRESS;
    session.steps(OnboardingSteps.initial(now));
    session.tier = platform.tier;
    session.resumeCount = 0;
    session.metadata(new OnboardingMetadata(wanted.billingEmail(), wanted.environments(), null));
    session.startedAt = now;
    session.expiresAt = now.plus(config.onboarding().ttl());
    session.createdAt = now;
    session.updatedAt = now;
    session.persist();
    return session;
  }

  /** Onboarding is somebody's; a service key has no person and goes through it for the owner. */
  private UUID personOf(UUID organizationId) {
    UUID user = Call.current().scope().userId();
    return user == null ? organizations.get(organizationId, null).ownerId() : user;
  }

  private UUID startJob(OnboardingSession session, @Nullable UUID replayOf) {
    OnboardingMetadata metadata = session.metadata();
    return jobs.get()
        .provisionPlatform(
            new Jobs.ProvisionPlatform(
                session.organizationId,
                session.platformId,
                session.tier,
                metadata.billingEmail(),
                metadata.environments(),
                requester(session),
                replayOf));
  }

  /** A message starts a job in the name of the person whose session it is. */
  private static Jobs.Requester requester(OnboardingSession session) {
    Actor actor = Call.current().actor();
    return actor.type() == Actor.Type.SYSTEM
        ? new Jobs.Requester(Actor.Type.USER.word(), session.userId.toString())
        : new Jobs.Requester(actor.type().word(), actor.id());
  }

  /**
   * @throws Refusal {@code NOT_FOUND}
   */
  @Transactional
  public OnboardingSession get(UUID sessionId) {
    return OnboardingSession.findOf(sessionId, Call.current().scope().organizationId())
        .orElseThrow(() -> KernelRefusal.notFound("onboarding session"));
  }

  /**
   * Starts a new job for a failed session. Two at once make one job: the second is answered with
   * the session the first has resumed.
   *
   * @throws Refusal {@code NOT_FOUND}, {@code VERSION_MISMATCH}, {@code ONBOARDING_NOT_RESUMABLE},
   *     {@code ONBOARDING_EXPIRED}, and those of the job
   */
  @Transactional
  public OnboardingSession resume(UUID sessionId, IntConsumer ifMatch) {
    OnboardingSession session =
        OnboardingSession.lockOf(sessionId, Call.current().scope().organizationId())
            .orElseThrow(() -> KernelRefusal.notFound("onboarding session"));
    ifMatch.accept(session.version);
    Instant now = clock.instant();
    if (session.status == OnboardingSession.Status.IN_PROGRESS && session.resumeCount > 0) {
      return session;
    }
    ResumeRule.check(session, config.onboarding().maxResumes(), now);
    UUID former = session.provisionJobId;
    session.status = OnboardingSession.Status.IN_PROGRESS;
    session.steps(OnboardingSteps.resumed(session.steps()));
    session.resumeCount++;
    session.expiresAt = ResumeRule.expiry(session.startedAt, now, config.onboarding());
    session.provisionJobId = startJob(session, former);
    session.updatedAt = now;
    session.getEntityManager().flush();
    audit(
        session,
        "resume",
        Map.of("status", OnboardingSession.Status.FAILED.word()),
        Map.of("status", session.status.word(), "resumeCount", session.resumeCount));
    return session;
  }

  /** A subscription has come: a session that waited for one gets its job. */
  @Transactional(Transactional.TxType.MANDATORY)
  public void startWaiting(UUID platformId) {
    OnboardingSession.lockWaiting(platformId)
        .ifPresent(
            session -> {
              session.provisionJobId = startWaitingJob(session);
              session.updatedAt = clock.instant();
            });
  }

  /** What cannot be now is tried again with the message; a refusal would end it. */
  private UUID startWaitingJob(OnboardingSession session) {
    try {
      return startJob(session, null);
    } catch (Refusal refusal) {
      if (refusal.kind() == Kind.UNAVAILABLE) {
        throw new IllegalStateException("no job for session " + session.id + " yet", refusal);
      }
      throw refusal;
    }
  }

  private void audit(
      OnboardingSession session, String verb, Map<String, ?> before, Map<String, ?> after) {
    var entry =
        AuditEntry.of("registry", "onboarding." + verb, "onboarding_session", session.id)
            .organization(session.organizationId)
            .platform(session.platformId)
            .after(after);
    audit.add(before.isEmpty() ? entry : entry.before(before));
  }
}
