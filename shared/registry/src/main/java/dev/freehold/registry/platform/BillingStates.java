package dev.freehold.registry.platform;

import dev.freehold.kernel.Call;
import dev.freehold.kernel.KernelRefusal;
import dev.freehold.kernel.mail.Mail;
import dev.freehold.kernel.mail.MailRequest;
import dev.freehold.registry.Jobs;
import dev.freehold.registry.RegistryConfig;
import dev.freehold.registry.platform.Transitions.Step;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Applies the newest state of a platform's subscription. Not the event but the state counts, so a
 * message twice, late or out of order ends alike.
 */
@ApplicationScoped
public class BillingStates {

  private static final String ENDED = "the subscription ended";
  private static final Logger LOG = Logger.getLogger(BillingStates.class);

  private final Transitions transitions;
  private final RegistryConfig config;
  private final Instance<Jobs> jobs;
  private final Mail mail;
  private final Clock clock;

  BillingStates(
      Transitions transitions, RegistryConfig config, Instance<Jobs> jobs, Mail mail, Clock clock) {
    this.transitions = transitions;
    this.config = config;
    this.jobs = jobs;
    this.mail = mail;
    this.clock = clock;
  }

  /**
   * Safe to repeat; locks the platform's row.
   *
   * @param messageId what told the state; the lifecycle names it
   * @return the platform when the state was news, for what else hangs on it
   * @throws dev.freehold.kernel.Refusal {@code NOT_FOUND} when it is not the acting organization's
   */
  @Transactional
  public Optional<Platform> apply(UUID messageId, SubscriptionState state) {
    UUID platformId = Objects.requireNonNull(state.platformId(), "a subscription of a platform");
    Platform platform =
        Platform.lockAny(platformId, Call.current().scope().organizationId())
            .orElseThrow(() -> KernelRefusal.notFound("platform"));
    UUID former = platform.subscriptionId;
    if (platform.status == PlatformStatus.DELETED) {
      LOG.infof("state of subscription %s ignored: platform is deleted", state.id());
      return Optional.empty();
    }
    if (!BillingRule.isNews(former, platform.subscriptionVersion, state)) {
      return Optional.empty();
    }
    var before = columns(platform);
    platform.subscriptionId = state.id();
    platform.subscriptionVersion = state.version();
    var trigger = new Trigger(Trigger.Type.PAYMENT_PROVIDER, messageId.toString());
    Step step =
        platform.status == PlatformStatus.CANCELLED
            ? applyToCancelled(platform, former, state, trigger)
            : applyToLive(platform, state, trigger);
    var after = columns(platform);
    after.entrySet().removeIf(now -> now.getValue().equals(before.get(now.getKey())));
    before.keySet().retainAll(after.keySet());
    if (step != null) {
      follow(platform, step, transitions.move(platform, step, before, after));
    } else {
      transitions.save(platform);
      if (!after.isEmpty()) {
        transitions.audit(platform, "apply_subscription", before, after);
      }
    }
    return Optional.of(platform);
  }

  private @Nullable Step applyToLive(Platform platform, SubscriptionState state, Trigger trigger) {
    platform.tier = state.planCode();
    platform.trialEndsAt = state.trialEnd();
    applyHold(platform, state);
    if (state.isCanceled()) {
      return applyEnd(platform, state, trigger);
    }
    applyCancellation(platform, state);
    PlatformStatus settled = PlatformState.settled(platform);
    if (!platform.status.isSettled() || settled == platform.status) {
      return null;
    }
    // T6, T7, T8, T9 by billing.
    if (settled == PlatformStatus.SUSPENDED) {
      platform.suspendedAt = clock.instant();
      return new Step(settled, trigger, "suspend", platform.suspensionReason);
    }
    if (platform.status == PlatformStatus.SUSPENDED) {
      platform.suspendedAt = null;
      return new Step(settled, trigger, "restore", null);
    }
    return settled == PlatformStatus.PENDING_CANCELLATION
        ? new Step(settled, trigger, "schedule_cancellation", null)
        : new Step(settled, trigger, "undo_cancellation", null);
  }

  private static void applyHold(Platform platform, SubscriptionState state) {
    if (state.suspendedAt() == null) {
      platform.paymentHoldAt = null;
    } else if (platform.paymentHoldAt == null) {
      platform.paymentHoldAt = state.suspendedAt();
    }
    platform.suspensionReason = PlatformState.reason(platform, null);
  }

  private void applyCancellation(Platform platform, SubscriptionState state) {
    switch (BillingRule.cancellation(platform.cancellationIntent, state)) {
      case SET -> {
        if (platform.cancellationRequestedAt == null) {
          platform.cancellationRequestedAt = clock.instant();
        }
        platform.cancelEffectiveAt = state.cancelAt();
        platform.cancellationIntent = null;
      }
      case CLEAR -> {
        platform.cancellationRequestedAt = null;
        platform.cancelEffectiveAt = null;
        platform.cancellationIntent = null;
      }
      case KEEP -> {}
    }
  }

  /** T10; before the platform is ready a cancellation that takes effect at once. */
  private @Nullable Step applyEnd(Platform platform, SubscriptionState state, Trigger trigger) {
    Instant now = clock.instant();
    platform.cancellationIntent = null;
    if (platform.cancellationRequestedAt == null) {
      platform.cancellationRequestedAt = now;
    }
    platform.cancelEffectiveAt = state.endedAt() == null ? now : state.endedAt();
    if (!platform.status.isSettled()) {
      return null;
    }
    platform.cancelledAt = now;
    platform.deleteAfter = now.plus(config.retention().cancelled());
    return new Step(PlatformStatus.CANCELLED, trigger, "cancel", ENDED);
  }

  /** T11: a usable subscription newer than the one that ended, before anything was taken down. */
  private @Nullable Step applyToCancelled(
      Platform platform, @Nullable UUID former, SubscriptionState state, Trigger trigger) {
    applyHold(platform, state);
    boolean isNewer = former != null && BillingRule.compare(state.id(), former) > 0;
    if (!state.usable()
        || !isNewer
        || jobs.get().wasEverStarted(platform.id, Jobs.DEPROVISION_PLATFORM)) {
      return null;
    }
    platform.tier = state.planCode();
    platform.trialEndsAt = state.trialEnd();
    platform.cancelledAt = null;
    platform.cancellationReason = null;
    platform.deleteAfter = null;
    platform.cancellationRequestedAt = null;
    platform.cancelEffectiveAt = null;
    platform.cancellationIntent = null;
    applyCancellation(platform, state);
    PlatformStatus settled = PlatformState.settled(platform);
    platform.suspendedAt = settled == PlatformStatus.SUSPENDED ? clock.instant() : null;
    return new Step(settled, trigger, "reinstate", null);
  }

  private void follow(Platform platform, Step step, UUID event) {
    switch (step.to()) {
      case CANCELLED -> {
        jobs.get().cancelPending(platform.id, ENDED);
        mail.request(
            MailRequest.template("platform-cancelled")
                .toMembers(platform.organizationId, PlatformLifecycle.READERS)
                .organization(platform.organizationId)
                .param("platform", platform.name)
                .param("deleteAfter", Objects.requireNonNull(platform.deleteAfter))
                .dedup("platform-cancelled:" + event));
      }
      case ACTIVE, PENDING_CANCELLATION -> jobs.get().nudgeWaiting(platform.id);
      default -> {}
    }
  }

  /** What a state changes besides the status; the subscription's version is no news to anyone. */
  private static Map<String, String> columns(Platform p) {
    var columns = new LinkedHashMap<String, String>();
    columns.put("tier", p.tier);
    columns.put("trialEndsAt", Transitions.text(p.trialEndsAt));
    columns.put("paymentHoldAt", Transitions.text(p.paymentHoldAt));
    columns.put("cancelEffectiveAt", Transitions.text(p.cancelEffectiveAt));
    columns.put("subscriptionId", Objects.toString(p.subscriptionId, "null"));
    return columns;
  }
}
