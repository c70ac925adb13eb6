package dev.freehold.lambda;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;

/**
 * What a schedule sends.
 *
 * @param scheduledAt when the run was due, not when it ran; the same on every retry of one run
 */
@RegisterForReflection
public record Tick(Instant scheduledAt) {}
