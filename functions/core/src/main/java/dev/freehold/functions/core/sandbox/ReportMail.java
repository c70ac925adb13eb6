package dev.freehold.functions.core.sandbox;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;

/** What the mail provider is to say of a mail. */
@RegisterForReflection
public record ReportMail(@NotNull @Pattern(regexp = "delivered|bounced|complained") String event) {}
