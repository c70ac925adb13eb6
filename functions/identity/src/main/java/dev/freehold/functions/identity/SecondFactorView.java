package dev.freehold.functions.identity;

import dev.freehold.identity.signin.SignInResult.SecondFactor;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** A second step is due. */
@RegisterForReflection
record SecondFactorView(String status, UUID challengeId, List<String> methods, Instant expiresAt)
    implements SignInView {

  static SecondFactorView of(SecondFactor due) {
    return new SecondFactorView(
        "second_factor_required", due.challengeId(), due.methods(), due.expiresAt());
  }
}
