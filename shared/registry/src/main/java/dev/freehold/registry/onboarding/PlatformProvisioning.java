package dev.freehold.registry.onboarding;

import dev.freehold.kernel.mail.Mail;
import dev.freehold.kernel.mail.MailRequest;
import dev.freehold.kernel.outbox.Message;
import dev.freehold.kernel.outbox.Outbox;
import dev.freehold.registry.Environment;
import dev.freehold.registry.platform.DefaultEntities;
import dev.freehold.registry.platform.Platform;
import dev.freehold.registry.platform.PlatformLifecycle;
import dev.freehold.registry.resource.DefaultStacks;
import dev.freehold.registry.resource.DefaultStacks.CoreFeature;
import dev.freehold.registry.resource.DefaultStacks.Place;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a {@code provision_platform} job writes here, in the transactions that record its steps: the
 * platform's states, its default stack and core features, and the steps of the session it serves.
 * Everything may be said twice. Locks the platform before the session.
 */
@ApplicationScoped
public class PlatformProvisioning {

  private final PlatformLifecycle lifecycle;
  private final DefaultEntities entities;
  private final DefaultStacks stacks;
  private final Outbox outbox;
  private final Mail mail;
  private final Clock clock;

  PlatformProvisioning(
      PlatformLifecycle lifecycle,
      DefaultEntities entities,
      DefaultStacks stacks,
      Outbox outbox,
      Mail mail,
      Clock clock) {
    this.lifecycle = lifecycle;
    this.entities = entities;
    this.stacks = stacks;
    this.outbox = outbox;
    this.mail = mail;
    this.clock = clock;
  }

  /** An activation of a core feature in one environment. */
  public record Activation(UUID id, String featureId, Environment environment) {}

  /** Where the job's objects belong. */
  public record Begun(
      UUID organizationId,
      String platformKey,
      UUID entityId,
      UUID stackId,
      List<Activation> activations) {}

  /** T2: the platform is provisioning; its default stack and core features are activating. */
  @Transactional(TxType.MANDATORY)
  public Begun begin(
      UUID platformId, UUID jobId, List<CoreFeature> features, List<Environment> environments) {
    Platform platform = lifecycle.beginProvisioning(platformId);
    var place = new Place(platform.organizationId, platformId, entities.idOf(platformId));
    UUID stackId = stacks.activate(place, jobId);
    var activations = new ArrayList<Activation>();
    for (CoreFeature feature : features) {
      for (Environment environment : environments) {
        UUID id = stacks.activateCoreFeature(place, stackId, jobId, feature, environment);
        activations.add(new Activation(id, feature.featureId(), environment));
      }
    }
    return new Begun(platform.organizationId, platform.key, place.entityId(), stackId, activations);
  }

  /** T3: the platform has its settled state, its session is completed. */
  @Transactional(TxType.MANDATORY)
  public void finish(UUID platformId, UUID jobId) {
    Platform platform = lifecycle.finishProvisioning(platformId);
    stacks.complete(platformId, jobId);
    OnboardingSession.lockByJob(jobId)
        .filter(session -> session.status == OnboardingSession.Status.IN_PROGRESS)
        .ifPresent(session -> complete(session, platform));
  }

  private void complete(OnboardingSession session, Platform platform) {
    Instant now = clock.instant();
    session.steps(OnboardingSteps.finished(session.steps(), now));
    session.status = OnboardingSession.Status.COMPLETED;
    session.completedAt = now;
    session.metadata(session.metadata().withLastError(null));
    session.updatedAt = now;
    send("registry.onboarding.completed", session, null, null);
    tell("onboarding-completed", "deployment_results", session, platform, null);
  }

  /** T4: the platform is pending again, its session can be resumed. */
  @Transactional(TxType.MANDATORY)
  public void fail(UUID platformId, UUID jobId, String errorCode) {
    Platform platform = lifecycle.failProvisioning(platformId, errorCode);
    stacks.fail(platformId, jobId);
    OnboardingSession.lockByJob(jobId)
        .filter(session -> session.status == OnboardingSession.Status.IN_PROGRESS)
        .ifPresent(session -> fail(session, platform, errorCode));
  }

  private void fail(OnboardingSession session, Platform platform, String errorCode) {
    Instant now = clock.instant();
    session.steps(OnboardingSteps.failed(session.steps(), errorCode, now));
    session.status = OnboardingSession.Status.FAILED;
    session.metadata(session.metadata().withLastError(errorCode));
    session.updatedAt = now;
    var step = OnboardingSteps.failedStep(session.steps());
    send("registry.onboarding.failed", session, step, errorCode);
    tell("onboarding-failed", "service", session, platform, errorCode);
  }

  /**
   * An operator lets a failed job go on, or starts it anew: its session goes on with it. A session
   * that is closed stays so.
   *
   * @param jobId the one that goes on, which may be the former itself
   */
  @Transactional(TxType.MANDATORY)
  public void replayed(UUID formerJobId, UUID jobId) {
    OnboardingSession.lockByJob(formerJobId)
        .filter(session -> session.status == OnboardingSession.Status.FAILED)
        .ifPresent(
            session -> {
              session.status = OnboardingSession.Status.IN_PROGRESS;
              session.steps(OnboardingSteps.resumed(session.steps()));
              session.provisionJobId = jobId;
              session.updatedAt = clock.instant();
            });
  }

  /**
   * What a job says of one of its phases; without a session it is nobody's business.
   *
   * @param phase word of the job's phase; one that is no step of onboarding changes nothing
   * @param errorCode of a failure
   */
  @Transactional(TxType.MANDATORY)
  public void phase(UUID jobId, String phase, PhaseEvent event, @Nullable String errorCode) {
    OnboardingSession.lockByJob(jobId)
        .filter(session -> session.status == OnboardingSession.Status.IN_PROGRESS)
        .ifPresent(
            session -> {
              var before = session.steps();
              Instant now = clock.instant();
              var after = OnboardingSteps.after(before, phase, event, errorCode, now);
              if (!after.equals(before)) {
                session.steps(after);
                session.updatedAt = now;
              }
            });
  }

  /** Data of {@code registry.onboarding.*}. */
  @RegisterForReflection
  record SessionMoved(UUID sessionId, @Nullable String step, @Nullable String code) {}

  private void send(
      String type, OnboardingSession session, @Nullable String step, @Nullable String code) {
    outbox.send(
        Message.event(type)
            .organization(session.organizationId)
            .platform(session.platformId)
            .data(new SessionMoved(session.id, step, code)));
  }

  private void tell(
      String template,
      String category,
      OnboardingSession session,
      Platform platform,
      @Nullable String code) {
    mail.request(
        MailRequest.template(template)
            .category(category)
            .toMembers(session.organizationId, "platforms:cancel")
            .organization(session.organizationId)
            .param("platform", platform.name)
            .param("code", code == null ? "-" : code)
            .dedup(template + ":" + session.id + ":" + session.resumeCount));
  }
}
