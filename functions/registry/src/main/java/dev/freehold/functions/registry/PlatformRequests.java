package dev.freehold.functions.registry;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Bodies of the operations on platforms. */
final class PlatformRequests {

  private PlatformRequests() {}

  /**
   * @param organizationId whose it becomes; null = the acting organization
   * @param tier code of a platform plan; null = starter
   */
  @RegisterForReflection
  record CreatePlatform(
      @Nullable UUID organizationId,
      @NotBlank @Size(max = 100) String name,
      @NotNull @Pattern(regexp = Slugs.PATTERN) String slug,
      @Nullable @Size(min = 1, max = 64) String tier,
      @Nullable @Email @Size(max = 254) String billingEmail) {}

  /** Fields left out stay as they are. */
  @RegisterForReflection
  record UpdatePlatform(
      @Nullable @Pattern(regexp = "(?s).*\\S.*") @Size(min = 1, max = 100) String name,
      @Nullable @Pattern(regexp = Slugs.PATTERN) String slug) {}

  @RegisterForReflection
  record SuspendPlatform(@NotBlank @Size(max = 500) String reason) {}

  @RegisterForReflection
  record RestorePlatform(@Nullable @Size(min = 1, max = 500) String reason) {}
}
