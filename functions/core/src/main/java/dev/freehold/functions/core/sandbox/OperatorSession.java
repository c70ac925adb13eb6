package dev.freehold.functions.core.sandbox;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.UUID;

/** A fresh session of the first operator. */
@RegisterForReflection
public record OperatorSession(
    UUID userId, UUID organizationId, String sessionToken, Instant expiresAt) {}
