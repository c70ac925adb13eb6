package dev.freehold.functions.core.sandbox;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What shall go wrong; what is null matches everything (kernel 9.2). */
@RegisterForReflection
public record FaultRequest(
    @NotNull @Pattern(regexp = "stripe|cloudflare|github|models|agent|mail|storage|queue|function")
        String service,
    @NotNull @Pattern(regexp = "status|rate_limit|drop_answer|refuse|delay|lose|duplicate|crash")
        String kind,
    @Nullable String method,
    @Nullable String path,
    @Nullable String operation,
    @Nullable @Pattern(regexp = "before_commit|after_commit|after_send") String point,
    @Nullable @Min(1) @Max(1_000_000) Integer nth,
    @Nullable @Min(1) @Max(1_000_000) Integer times,
    @Nullable @Min(400) @Max(599) Integer status,
    @Nullable Duration retryAfter,
    @Nullable Duration delay) {}
