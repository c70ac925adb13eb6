package dev.freehold.functions.billing;

import dev.freehold.billing.event.ProviderCalls;
import dev.freehold.billing.subscription.IdentityEvents;
import dev.freehold.billing.subscription.PlatformSubscriptions;
import dev.freehold.kernel.outbox.Envelope;
import dev.freehold.lambda.Queue;
import dev.freehold.lambda.catalogue.Outside;
import dev.freehold.lambda.catalogue.Uses;
import io.quarkus.funqy.Funq;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What other domains' messages, and our own commands, do to subscriptions. */
public class MessageFunctions {

  /** What is read of the registry's messages. */
  @RegisterForReflection
  public record PlatformFact(
      @Nullable String tier,
      @Nullable String billingEmail,
      @Nullable String to,
      @Nullable Boolean immediately,
      @Nullable String reason) {}

  /** What is read of identity's messages. */
  @RegisterForReflection
  public record IdentityFact(
      @Nullable UUID organizationId, @Nullable UUID userId, @Nullable UUID toUserId) {}

  private final PlatformSubscriptions platforms;
  private final IdentityEvents identities;
  private final ProviderCalls calls;

  MessageFunctions(
      PlatformSubscriptions platforms, IdentityEvents identities, ProviderCalls calls) {
    this.platforms = platforms;
    this.identities = identities;
    this.calls = calls;
  }

  @Funq("billing-apply-registry-event")
  @Queue(
      events = {
        "registry.platform.created",
        "registry.platform.status_changed",
        "registry.platform.cancellation_requested",
        "registry.platform.cancellation_undone",
        "registry.platform.deleted"
      },
      summary = "Begins, ends and resumes the subscription of a platform.")
  public void applyRegistryEvent(Envelope message) {
    var organization = Objects.requireNonNull(message.organizationId(), "organizationId");
    var platform = Objects.requireNonNull(message.platformId(), "platformId");
    var fact = message.data(PlatformFact.class);
    switch (message.type()) {
      case "registry.platform.created" ->
          platforms.begin(
              organization,
              platform,
              Objects.requireNonNull(fact.tier(), "tier"),
              fact.billingEmail());
      case "registry.platform.cancellation_requested" ->
          platforms.cancel(
              organization, platform, Boolean.TRUE.equals(fact.immediately()), fact.reason());
      case "registry.platform.cancellation_undone" -> platforms.resume(organization, platform);
      case "registry.platform.deleted" -> platforms.end(organization, platform, "platform_deleted");
      case "registry.platform.status_changed" -> {
        if ("cancelled".equals(fact.to())) {
          platforms.end(organization, platform, "platform_cancelled");
        }
      }
      default -> {
        // A newer sender: nothing to do here.
      }
    }
  }

  @Funq("billing-apply-identity-event")
  @Queue(
      events = {
        "identity.organization.created",
        "identity.organization.deleted",
        "identity.organization.owner_changed",
        "identity.email.changed",
        "identity.user.deleted"
      },
      summary = "Begins free plans, ends what has lost its owner, keeps the contact's address.")
  public void applyIdentityEvent(Envelope message) {
    var fact = message.data(IdentityFact.class);
    switch (message.type()) {
      case "identity.organization.created" ->
          identities.organizationCreated(organization(message, fact));
      case "identity.organization.deleted" ->
          identities.organizationDeleted(organization(message, fact));
      case "identity.organization.owner_changed" ->
          identities.ownerChanged(
              organization(message, fact), Objects.requireNonNull(fact.toUserId(), "toUserId"));
      case "identity.email.changed" ->
          identities.emailChanged(Objects.requireNonNull(fact.userId(), "userId"));
      case "identity.user.deleted" ->
          identities.userDeleted(Objects.requireNonNull(fact.userId(), "userId"));
      default -> {
        // A newer sender: nothing to do here.
      }
    }
  }

  private static UUID organization(Envelope message, IdentityFact fact) {
    var named = fact.organizationId() == null ? message.organizationId() : fact.organizationId();
    return Objects.requireNonNull(named, "organizationId");
  }

  @Funq("billing-call-provider")
  @Uses(Outside.STRIPE)
  @Queue(
      command = true,
      transaction = false,
      timeoutSec = 60,
      summary = "Makes a call of the provider that a transaction decided on.")
  public void callProvider(Envelope message) {
    calls.make(message.data(ProviderCalls.CallProvider.class));
  }
}
