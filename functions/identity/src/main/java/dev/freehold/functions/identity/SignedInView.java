package dev.freehold.functions.identity;

import dev.freehold.identity.signin.SignInResult.SignedIn;
import dev.freehold.identity.user.User;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Signed in.
 *
 * @param sessionToken null where it is a cookie
 * @param deviceToken null where it is a cookie, and where the device is not trusted just now
 */
@RegisterForReflection
public record SignedInView(
    String status,
    User user,
    @Nullable UUID organizationId,
    Instant expiresAt,
    @Nullable String sessionToken,
    @Nullable String deviceToken)
    implements SignInView {

  public static SignedInView withTokens(SignedIn signedIn) {
    return of(signedIn, signedIn.sessionToken(), signedIn.deviceToken());
  }

  public static SignedInView withoutTokens(SignedIn signedIn) {
    return of(signedIn, null, null);
  }

  private static SignedInView of(
      SignedIn signedIn, @Nullable String session, @Nullable String device) {
    return new SignedInView(
        "signed_in",
        signedIn.user(),
        signedIn.organizationId(),
        signedIn.expiresAt(),
        session,
        device);
  }
}
