package dev.freehold.metering.subject;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a caller's words mean.
 *
 * @param platformId null = the subscription is not a platform's
 * @param subscriptionId null = the subject has no usable live subscription
 * @param agentId whose metrics count; null = those of the installation
 */
public record Subject(
    UUID organizationId,
    @Nullable UUID platformId,
    @Nullable UUID subscriptionId,
    @Nullable UUID agentId) {}
