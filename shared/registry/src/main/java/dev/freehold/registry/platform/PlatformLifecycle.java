package dev.freehold.registry.platform;

import dev.freehold.kernel.Call;
import dev.freehold.kernel.mail.Mail;
import dev.freehold.kernel.mail.MailRequest;
import dev.freehold.kernel.sql.Sql;
import dev.freehold.registry.Jobs;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** Moves a platform: an operator's hold, and what the steps of its provisioning job record. */
@ApplicationScoped
public class PlatformLifecycle {

  /** Who is told of what happens to a platform. */
  static final String READERS = "platforms:cancel";

  private final PlatformGuard guard;
  private final Transitions transitions;
  private final Instance<Jobs> jobs;
  private final Mail mail;
  private final Sql sql;
  private final Clock clock;

  PlatformLifecycle(
      PlatformGuard guard,
      Transitions transitions,
      Instance<Jobs> jobs,
      Mail mail,
      Sql sql,
      Clock clock) {
    this.guard = guard;
    this.transitions = transitions;
    this.jobs = jobs;
    this.mail = mail;
    this.sql = sql;
    this.clock = clock;
  }

  /**
   * T6 by an operator: sets the operator's hold; before the platform is ready the hold waits for
   * T3. A repeat writes nothing.
   *
   * @throws dev.freehold.kernel.Refusal {@code PLATFORM_STATE_CONFLICT} when it is cancelled
   */
  @Transactional
  public Platform suspend(UUID platformId, IntConsumer ifMatch, String reason) {
    Platform platform = guard.lock(platformId, ifMatch);
    if (platform.status == PlatformStatus.CANCELLED) {
      throw PlatformRefusal.PLATFORM_STATE_CONFLICT.because("platform %s is cancelled", platformId);
    }
    if (platform.operatorHoldAt != null) {
      return platform;
    }
    platform.operatorHoldAt = clock.instant();
    platform.suspensionReason = PlatformState.reason(platform, reason);
    boolean moves = platform.status.isSettled() && platform.status != PlatformStatus.SUSPENDED;
    if (moves) {
      platform.suspendedAt = platform.operatorHoldAt;
      UUID event =
          transitions.move(
              platform, PlatformStatus.SUSPENDED, Trigger.ofCaller(), "suspend", reason);
      tell("platform-suspended", platform, event, reason);
    } else {
      transitions.save(platform);
      transitions.audit(
          platform,
          "suspend",
          Map.of("operatorHoldAt", "null"),
          Map.of("operatorHoldAt", platform.operatorHoldAt.toString(), "reason", reason));
    }
    return platform;
  }

  /**
   * T7 by an operator: lifts the operator's hold alone, so a platform that is also held for payment
   * stays suspended. One that nobody holds is answered as it is.
   *
   * @throws dev.freehold.kernel.Refusal {@code PAYMENT_HOLD} when it is held for payment alone
   */
  @Transactional
  public Platform restore(UUID platformId, IntConsumer ifMatch, @Nullable String reason) {
    Platform platform = guard.lock(platformId, ifMatch);
    var heldAt = platform.operatorHoldAt;
    if (heldAt == null) {
      if (platform.paymentHoldAt != null) {
        throw PlatformRefusal.PAYMENT_HOLD.because("platform %s is held for payment", platformId);
      }
      return platform;
    }
    platform.operatorHoldAt = null;
    platform.suspensionReason = PlatformState.reason(platform, null);
    if (platform.status == PlatformStatus.SUSPENDED && !PlatformState.isHeld(platform)) {
      platform.suspendedAt = null;
      PlatformStatus settled = PlatformState.settled(platform);
      UUID event = transitions.move(platform, settled, Trigger.ofCaller(), "restore", reason);
      jobs.get().nudgeWaiting(platform.id);
      tell("platform-restored", platform, event, reason);
    } else {
      transitions.save(platform);
      transitions.audit(
          platform,
          "restore",
          Map.of("operatorHoldAt", heldAt.toString()),
          Map.of("operatorHoldAt", "null"));
    }
    return platform;
  }

  private void tell(String template, Platform platform, UUID event, @Nullable String reason) {
    mail.request(
        MailRequest.template(template)
            .toMembers(platform.organizationId, READERS)
            .organization(platform.organizationId)
            .param("platform", platform.name)
            .param("reason", reason == null ? "-" : reason)
            .dedup(template + ":" + event));
  }

  /** Of the platform about to be provisioned; written once, by the first job. */
  @Transactional(TxType.MANDATORY)
  public void assignCloudAccount(UUID platformId, UUID accountId) {
    int assigned =
        sql.update(
            "UPDATE registry.platforms SET cloud_account_id = ? WHERE id = ? AND cloud_account_id IS NULL",
            accountId,
            platformId);
    if (assigned == 0) {
      throw new IllegalStateException("platform %s has a cloud account".formatted(platformId));
    }
  }

  /** Recorded by the step that created the repository. */
  @Transactional(TxType.MANDATORY)
  public void setRepoName(UUID platformId, String repoName) {
    Platform platform = locked(platformId);
    if (!repoName.equals(platform.repoName)) {
      platform.repoName = repoName;
      transitions.save(platform);
    }
  }

  /**
   * T2: its job has begun. A repeat changes nothing.
   *
   * @return the platform as it is now
   */
  @Transactional(TxType.MANDATORY)
  public Platform beginProvisioning(UUID platformId) {
    Platform platform = locked(platformId);
    if (platform.status == PlatformStatus.PENDING) {
      platform.provisionError = null;
      move(platform, PlatformStatus.PROVISIONING, "provision", null);
    }
    return platform;
  }

  /** T3: its job is done. Holds and cancellations that came meanwhile take effect now. */
  @Transactional(TxType.MANDATORY)
  public Platform finishProvisioning(UUID platformId) {
    Platform platform = locked(platformId);
    if (platform.status == PlatformStatus.PROVISIONING) {
      PlatformStatus settled = PlatformState.settled(platform);
      boolean held = settled == PlatformStatus.SUSPENDED;
      platform.suspendedAt = held ? clock.instant() : null;
      platform.provisionError = null;
      move(platform, settled, "activate", held ? platform.suspensionReason : null);
    }
    return platform;
  }

  /** T4: its job has ended without success. */
  @Transactional(TxType.MANDATORY)
  public Platform failProvisioning(UUID platformId, String errorCode) {
    Platform platform = locked(platformId);
    if (platform.status == PlatformStatus.PROVISIONING) {
      platform.provisionError = errorCode;
      move(platform, PlatformStatus.PENDING, "fail_provisioning", errorCode);
    }
    return platform;
  }

  private void move(Platform platform, PlatformStatus to, String verb, @Nullable String reason) {
    transitions.move(platform, to, Trigger.ofCaller(), verb, reason);
  }

  private static Platform locked(UUID platformId) {
    return Platform.lockAny(platformId, Call.current().scope().organizationId())
        .orElseThrow(() -> new IllegalStateException("no platform " + platformId));
  }
}
