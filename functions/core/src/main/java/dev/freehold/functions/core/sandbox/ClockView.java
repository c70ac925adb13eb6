package dev.freehold.functions.core.sandbox;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import java.time.Instant;

/**
 * @param offset of the product's clock from real time
 */
@RegisterForReflection
public record ClockView(Instant now, Duration offset) {}
