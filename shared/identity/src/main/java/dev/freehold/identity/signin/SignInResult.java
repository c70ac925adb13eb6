package dev.freehold.identity.signin;

import dev.freehold.identity.user.User;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where a sign-in stands after a step. */
public sealed interface SignInResult {

  /**
   * Signed in.
   *
   * @param deviceToken null unless the device is trusted from now on
   */
  record SignedIn(
      User user,
      @Nullable UUID organizationId,
      Instant expiresAt,
      String sessionToken,
      @Nullable String deviceToken)
      implements SignInResult {}

  /**
   * A second step is due.
   *
   * @param methods words of the ways that are open
   */
  record SecondFactor(UUID challengeId, List<String> methods, Instant expiresAt)
      implements SignInResult {}
}
