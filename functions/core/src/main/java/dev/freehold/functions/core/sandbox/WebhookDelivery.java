package dev.freehold.functions.core.sandbox;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How the payment provider delivers its events; also the answer.
 *
 * @param order null = created
 * @param copies null = 1
 * @param hold null = false; false sends what was held
 */
@RegisterForReflection
public record WebhookDelivery(
    @Nullable @Pattern(regexp = "created|reversed|shuffled") String order,
    @Nullable @Min(1) @Max(5) Integer copies,
    @Nullable Boolean hold) {}
