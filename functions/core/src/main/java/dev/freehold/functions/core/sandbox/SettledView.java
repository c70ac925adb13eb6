package dev.freehold.functions.core.sandbox;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * @param idle false when the time was over before
 */
@RegisterForReflection
public record SettledView(boolean idle, long messages, int events) {}
