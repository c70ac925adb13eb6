package dev.freehold.functions.core.sandbox;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A fault of the list. */
@RegisterForReflection
public record FaultView(
    String id,
    String service,
    String kind,
    @Nullable String method,
    @Nullable String path,
    @Nullable String operation,
    @Nullable String point,
    int nth,
    int times,
    @Nullable Integer status,
    @Nullable Duration retryAfter,
    @Nullable Duration delay) {}
