package dev.freehold.functions.core.sandbox;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * @param outcome null = succeed
 */
@RegisterForReflection
public record CheckoutRequest(
    @Nullable @Pattern(regexp = "succeed|decline|cancel") String outcome) {

  /** The checkout afterwards. */
  @RegisterForReflection
  public record Completed(
      String sessionId, String status, String paymentStatus, @Nullable String redirectUrl) {}
}
