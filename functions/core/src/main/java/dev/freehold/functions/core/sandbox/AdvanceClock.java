package dev.freehold.functions.core.sandbox;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Exactly one of {@code by} and {@code to}.
 *
 * @param step between the runs of hourly schedules; null = an hour up to two days, else six hours
 */
@RegisterForReflection
public record AdvanceClock(@Nullable Duration by, @Nullable Instant to, @Nullable Duration step) {}
