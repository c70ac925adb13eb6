package dev.freehold.identity.signin;

import dev.freehold.identity.IdentityConfig;
import dev.freehold.kernel.Ids;
import dev.freehold.kernel.Secrets;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Opens the second step of a sign-in, in the person's own scope. */
@ApplicationScoped
public class Challenges {

  private final Verifications verifications;
  private final SecurityNotices notices;
  private final IdentityConfig.TwoFactor config;
  private final Clock clock;
  private final Ids ids;

  Challenges(
      Verifications verifications,
      SecurityNotices notices,
      IdentityConfig config,
      Clock clock,
      Ids ids) {
    this.verifications = verifications;
    this.notices = notices;
    this.config = config.twoFactor();
    this.clock = clock;
    this.ids = ids;
  }

  /**
   * @param first how the first step was taken
   * @param methods ways to take this one
   */
  public SignInResult.SecondFactor open(
      UUID userId, String first, List<String> methods, @Nullable String locale) {
    UUID id = ids.next();
    Duration lifetime = config.challengeLifetime();
    Instant expiresAt = clock.instant().plus(lifetime);
    boolean mailed = methods.contains(SecondStep.EMAIL_CODE);
    String code = Secrets.sixDigits();
    // Where no code is mailed none fits: the authenticator's codes are judged by its secret.
    byte[] codeHash = mailed ? verifications.codeHash(id, code) : Secrets.bytes(32);
    verifications.open(
        new Verifications.Opening(
            id,
            Verifications.SECOND_FACTOR,
            userId,
            null,
            null,
            null,
            codeHash,
            expiresAt,
            List.of(first)));
    if (mailed) {
      notices.signInCode(userId, locale, code, expiresAt, lifetime);
    }
    return new SignInResult.SecondFactor(id, methods, expiresAt);
  }
}
