package dev.freehold.identity.signin;

import dev.freehold.identity.EmailAddress;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/**
 * What was typed at a sign-up, kept sealed until the address is proved.
 *
 * @param marketing null = not asked
 */
@RegisterForReflection
public record PendingSignUp(
    String email,
    String passwordHash,
    @Nullable String name,
    @Nullable String givenName,
    @Nullable String familyName,
    @Nullable String organizationName,
    String locale,
    String timeZone,
    @Nullable Boolean marketing) {

  private static final int MAX_ORGANIZATION_NAME = 100;

  /** As asked for, else the person's name, else what stands before the {@code @}. */
  String organization() {
    String chosen =
        organizationName != null
            ? organizationName
            : name != null ? name : EmailAddress.localPart(email);
    return chosen.substring(0, Math.min(chosen.length(), MAX_ORGANIZATION_NAME));
  }
}
