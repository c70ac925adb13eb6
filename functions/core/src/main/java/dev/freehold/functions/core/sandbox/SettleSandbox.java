package dev.freehold.functions.core.sandbox;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * @param timeout in real time; null = 30 seconds
 */
@RegisterForReflection
public record SettleSandbox(@Nullable Duration timeout) {}
