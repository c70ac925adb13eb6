package dev.freehold.functions.core.sandbox;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.util.UUID;

/** How charges of an organization end from now on; also the answer. */
@RegisterForReflection
public record PaymentOutcomeRequest(
    @NotNull UUID organizationId,
    @NotNull @Pattern(regexp = "succeed|decline|authentication_required|no_method")
        String outcome) {}
