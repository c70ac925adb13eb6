package dev.freehold.functions.core.sandbox;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.NotNull;
import java.time.LocalDate;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a platform uses per whole UTC day, by metric; also the answer.
 *
 * @param metrics those left out are 0
 * @param from inclusive; null = today
 * @param to inclusive; null = without an end
 */
@RegisterForReflection
public record UsageSetting(
    @NotNull String platformKey,
    @NotNull Map<String, Long> metrics,
    @Nullable LocalDate from,
    @Nullable LocalDate to) {}
