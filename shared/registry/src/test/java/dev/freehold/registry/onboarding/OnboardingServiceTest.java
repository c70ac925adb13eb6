package dev.freehold.registry.onboarding;

import static dev.freehold.registry.Scene.atOnce;
import static dev.freehold.registry.Scene.refused;
import static dev.freehold.registry.Scene.row;
import static dev.freehold.registry.Scene.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.kernel.Transactions;
import dev.freehold.registry.Environment;
import dev.freehold.registry.Scene;
import dev.freehold.registry.TestJobs;
import dev.freehold.registry.onboarding.OnboardingSession.Status;
import dev.freehold.registry.resource.DefaultStacks.CoreFeature;
import dev.freehold.testing.Owner;
import dev.freehold.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(TestDatabase.class)
class OnboardingServiceTest {

  private static final List<Environment> BOTH =
      List.of(Environment.PRODUCTION, Environment.STAGING);
  private static final IntConsumer ANY = version -> {};

  @Inject OnboardingService onboarding;
  @Inject PlatformProvisioning provisioning;
  @Inject Transactions transactions;
  @Inject TestJobs jobs;

  private final Scene acme = new Scene();

  @BeforeAll
  static void publishAuth() {
    Owner.update(
        """
        INSERT INTO stacks.feature_versions (id, feature_id, version, major, minor, patch, kind,
            manifest, sdk_version, status, published_by, published_at, created_at)
        VALUES (gen_random_uuid(), 'auth', '1.0.0', 1, 0, 0, 'core', '{}', '1.0.0', 'active', 'test',
            now(), now()) ON CONFLICT DO NOTHING
        """);
  }

  @Test
  void startMakesSessionPlatformAndJob() {
    var session = start("ap@acme.test");

    assertThat(session.status).isEqualTo(Status.IN_PROGRESS);
    assertThat(session.currentStep).isEqualTo("provision_infra");
    assertThat(session.expiresAt).isEqualTo(session.startedAt.plus(Duration.ofHours(72)));
    assertThat(words(session))
        .containsExactly(
            "create_platform COMPLETED",
            "provision_infra PENDING",
            "setup_repo PENDING",
            "deploy_services PENDING",
            "verify PENDING");
    assertThat(status(session.platformId)).isEqualTo("pending");
    var job = jobs.startedFor(session.platformId).getFirst();
    assertThat(job.environments()).isEqualTo(BOTH);
    assertThat(job.billingEmail()).isEqualTo("ap@acme.test");
    assertThat(job.requestedBy().id()).isEqualTo(acme.user.toString());
    assertThat(Scene.audited(session.platformId))
        .containsExactly("platform.create", "onboarding.start");
  }

  // registry §7.10
  @Test
  void whatCannotStartLeavesNothing() {
    refused("UNAVAILABLE", () -> start(TestJobs.NO_CAPACITY));

    assertThat(count("registry.platforms")).isZero();
    assertThat(count("registry.entities")).isZero();
    assertThat(count("registry.onboarding_sessions")).isZero();
    assertThat(count("core.outbox")).isZero();
    assertThat(count("core.audit_log")).isZero();
  }

  @Test
  void templateIsUnknown() {
    refused(
        "TEMPLATE_INVALID",
        () -> acme.asOwner(() -> onboarding.start(wanted("ap@acme.test", UUID.randomUUID()))));
  }

  @Test
  void jobMovesPlatformAndSessionToTheEnd() {
    var session = start("ap@acme.test");
    UUID job = job(session);

    var begun = step(() -> provisioning.begin(session.platformId, job, auth(), BOTH));
    assertThat(status(session.platformId)).isEqualTo("provisioning");
    assertThat(begun.activations()).hasSize(2);
    for (String phase : List.of("provision_infra", "setup_repo", "deploy_services")) {
      phase(job, phase, PhaseEvent.STARTED, null);
      assertThat(found(session).currentStep).isEqualTo(phase);
      phase(job, phase, PhaseEvent.COMPLETED, null);
    }
    phase(job, "verify", PhaseEvent.STARTED, null);
    run(() -> provisioning.finish(session.platformId, job));

    var done = found(session);
    assertThat(done.status).isEqualTo(Status.COMPLETED);
    assertThat(done.currentStep).isNull();
    assertThat(words(done)).allMatch(word -> word.endsWith("COMPLETED"));
    assertThat(Scene.history(session.platformId))
        .containsExactly("pending", "provisioning", "active");
    assertThat(Scene.messages(session.platformId))
        .containsExactly(
            "registry.platform.created",
            "registry.platform.status_changed",
            "registry.platform.status_changed",
            "registry.onboarding.completed");
    assertThat(acme.mails()).containsExactly("onboarding-completed");
    assertThat(
            Owner.rows(
                """
                SELECT DISTINCT s.status AS stack, f.status AS feature, f.activated_at IS NOT NULL AS at
                FROM registry.stacks s JOIN registry.feature_activations f ON f.stack_id = s.id
                WHERE s.platform_id = ?
                """,
                session.platformId))
        .containsExactly(Map.of("stack", "active", "feature", "active", "at", true));
  }

  @Test
  void everythingMayBeSaidTwice() {
    var session = start("ap@acme.test");
    UUID job = job(session);

    var first = step(() -> provisioning.begin(session.platformId, job, auth(), BOTH));
    var again = step(() -> provisioning.begin(session.platformId, job, auth(), BOTH));
    run(() -> provisioning.finish(session.platformId, job));
    run(() -> provisioning.finish(session.platformId, job));
    run(() -> provisioning.fail(session.platformId, job, "LATE"));
    phase(job, "verify", PhaseEvent.FAILED, "LATE");

    assertThat(again).isEqualTo(first);
    assertThat(found(session).status).isEqualTo(Status.COMPLETED);
    assertThat(Scene.history(session.platformId))
        .containsExactly("pending", "provisioning", "active");
    assertThat(acme.mails()).containsExactly("onboarding-completed");
  }

  @Test
  void phaseThatIsNotUsedIsSkipped() {
    var session = start("ap@acme.test");
    UUID job = job(session);
    step(() -> provisioning.begin(session.platformId, job, auth(), BOTH));

    phase(job, "setup_repo", PhaseEvent.SKIPPED, null);
    phase(job, "prepare", PhaseEvent.STARTED, null);
    run(() -> provisioning.finish(session.platformId, job));

    assertThat(words(found(session)))
        .containsExactly(
            "create_platform COMPLETED",
            "provision_infra SKIPPED",
            "setup_repo SKIPPED",
            "deploy_services SKIPPED",
            "verify COMPLETED");
  }

  // registry §7.11, the registry's part
  @Test
  void deadJobLeavesAPendingPlatformThatCanBeResumed() {
    var session = start("ap@acme.test");
    UUID job = job(session);
    var begun = step(() -> provisioning.begin(session.platformId, job, auth(), BOTH));
    phase(job, "provision_infra", PhaseEvent.STARTED, null);
    phase(job, "provision_infra", PhaseEvent.FAILED, "PROVIDER_5XX");
    phase(job, "provision_infra", PhaseEvent.COMPENSATED, null);
    run(() -> provisioning.fail(session.platformId, job, "PROVIDER_5XX"));

    assertThat(status(session.platformId)).isEqualTo("pending");
    assertThat(row(session.platformId)).containsEntry("provision_error", "PROVIDER_5XX");
    var failed = found(session);
    assertThat(failed.status).isEqualTo(Status.FAILED);
    assertThat(failed.steps().get(1).status()).isEqualTo(StepStatus.COMPENSATED);
    assertThat(failed.steps().get(1).error()).isEqualTo("PROVIDER_5XX");
    assertThat(acme.mails()).containsExactly("onboarding-failed");
    assertThat(
            Owner.rows(
                """
                SELECT payload->>'step' AS step, payload->>'code' AS code FROM core.outbox
                WHERE platform_id = ? AND type = 'registry.onboarding.failed'
                """,
                session.platformId))
        .containsExactly(Map.of("step", "provision_infra", "code", "PROVIDER_5XX"));

    var resumed = resume(session);
    assertThat(resumed.status).isEqualTo(Status.IN_PROGRESS);
    assertThat(resumed.resumeCount).isEqualTo(1);
    assertThat(resumed.provisionJobId).isNotEqualTo(job);
    assertThat(jobs.startedFor(session.platformId).getLast().replayOf()).isEqualTo(job);
    UUID second = job(resumed);
    var taken = step(() -> provisioning.begin(session.platformId, second, auth(), BOTH));
    run(() -> provisioning.finish(session.platformId, second));

    assertThat(taken).isEqualTo(begun);
    assertThat(found(session).status).isEqualTo(Status.COMPLETED);
    assertThat(row(session.platformId)).containsEntry("provision_error", null);
    assertThat(Scene.history(session.platformId))
        .containsExactly("pending", "provisioning", "pending", "provisioning", "active");
  }

  // registry §7.12
  @Test
  void resumedTwiceAtOnceItHasOneJob() {
    var session = failed();
    Callable<@Nullable UUID> call = () -> resume(session).provisionJobId;

    var answers = atOnce(List.of(call, call, call));

    assertThat(answers).doesNotContainNull().containsOnly(answers.getFirst());
    assertThat(jobs.startedFor(session.platformId)).hasSize(2);
    assertThat(found(session).resumeCount).isEqualTo(1);
  }

  @Test
  void onlyAFailedSessionIsResumed() {
    var fresh = start("ap@acme.test");
    refused("ONBOARDING_NOT_RESUMABLE", () -> resume(fresh));

    var tired = failed();
    set(tired, "resume_count = 10");
    refused("ONBOARDING_NOT_RESUMABLE", () -> resume(tired));

    var late = failed();
    set(late, "expires_at = '2026-04-01T09:59:59Z'");
    refused("ONBOARDING_EXPIRED", () -> resume(late));

    set(late, "status = 'expired'");
    refused("ONBOARDING_EXPIRED", () -> resume(late));

    set(late, "status = 'abandoned'");
    refused("ONBOARDING_NOT_RESUMABLE", () -> resume(late));
  }

  @Test
  void resumeLengthensTheSessionToItsLongest() {
    var session = failed();
    set(session, "started_at = '2026-03-19T10:00:00Z'");

    var resumed = resume(session);

    assertThat(resumed.expiresAt).isEqualTo(Instant.parse("2026-04-02T10:00:00Z"));
  }

  @Test
  void sessionOfAnotherOrganizationIsNotThere() {
    var session = failed();
    var other = new Scene();

    refused("NOT_FOUND", () -> other.asOwner(() -> onboarding.get(session.id)));
    refused("NOT_FOUND", () -> other.asOwner(() -> onboarding.resume(session.id, ANY)));
  }

  // T3 with a hold that came meanwhile
  @Test
  void platformHeldWhileItWasSetUpIsSuspendedWhenItIsDone() {
    var session = start("ap@acme.test");
    UUID job = job(session);
    step(() -> provisioning.begin(session.platformId, job, auth(), BOTH));
    Owner.update(
        "UPDATE registry.platforms SET payment_hold_at = now(), suspension_reason = 'payment'"
            + " WHERE id = ?",
        session.platformId);

    run(() -> provisioning.finish(session.platformId, job));

    assertThat(status(session.platformId)).isEqualTo("suspended");
    assertThat(row(session.platformId).get("suspended_at")).isNotNull();
    assertThat(found(session).status).isEqualTo(Status.COMPLETED);
  }

  private OnboardingSession failed() {
    var session = start("ap@acme.test");
    run(() -> provisioning.fail(session.platformId, job(session), "PROVIDER_5XX"));
    return found(session);
  }

  private OnboardingSession start(String billingEmail) {
    return acme.asOwner(() -> onboarding.start(wanted(billingEmail, null)));
  }

  private OnboardingService.NewOnboarding wanted(String email, @Nullable UUID template) {
    return new OnboardingService.NewOnboarding(
        acme.organization, "Acme", Scene.slug(), "scale", email, template, null, BOTH);
  }

  private OnboardingSession resume(OnboardingSession session) {
    return acme.asOwner(() -> onboarding.resume(session.id, ANY));
  }

  private OnboardingSession found(OnboardingSession session) {
    return acme.asOwner(() -> onboarding.get(session.id));
  }

  private static UUID job(OnboardingSession session) {
    UUID job = session.provisionJobId;
    assertThat(job).isNotNull();
    return job == null ? UUID.randomUUID() : job;
  }

  private static List<CoreFeature> auth() {
    return List.of(new CoreFeature("auth", "1.0.0"));
  }

  private <T> T step(Supplier<T> work) {
    return acme.asQueue(() -> transactions.requiresNew(work));
  }

  private void run(Runnable work) {
    step(
        () -> {
          work.run();
          return true;
        });
  }

  private void phase(UUID job, String phase, PhaseEvent event, @Nullable String code) {
    run(() -> provisioning.phase(job, phase, event, code));
  }

  private static List<String> words(OnboardingSession session) {
    return session.steps().stream().map(step -> step.name() + " " + step.status()).toList();
  }

  private static void set(OnboardingSession session, String column) {
    Owner.update("UPDATE registry.onboarding_sessions SET " + column + " WHERE id = ?", session.id);
  }

  private long count(String table) {
    return Owner.count(
        "SELECT count(*) FROM " + table + " WHERE organization_id = ?", acme.organization);
  }
}
