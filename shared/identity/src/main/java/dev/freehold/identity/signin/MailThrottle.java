package dev.freehold.identity.signin;

import dev.freehold.identity.IdentityConfig;
import dev.freehold.kernel.Call;
import dev.freehold.kernel.KernelRefusal;
import dev.freehold.kernel.Pepper;
import dev.freehold.kernel.edge.Throttles;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** Limits the mails that anybody can cause; known and unknown addresses count alike. */
@ApplicationScoped
public class MailThrottle {

  private static final Duration HOUR = Duration.ofHours(1);

  private final Throttles throttles;
  private final Attempts attempts;
  private final Pepper pepper;
  private final IdentityConfig config;
  private final Clock clock;

  MailThrottle(
      Throttles throttles, Attempts attempts, Pepper pepper, IdentityConfig config, Clock clock) {
    this.throttles = throttles;
    this.attempts = attempts;
    this.pepper = pepper;
    this.config = config;
    this.clock = clock;
  }

  /**
   * One mail to an address, caused from the caller's network.
   *
   * @throws dev.freehold.kernel.Refusal {@code TOO_MANY_REQUESTS}
   */
  public void take(String email) {
    takeOfNetwork("mail-ip", config.throttle().mailIp());
    take("mail-address", pepper.hmac("mail-address", email), config.throttle().mailAddress());
  }

  /**
   * One sign-up from the caller's network.
   *
   * @throws dev.freehold.kernel.Refusal {@code TOO_MANY_REQUESTS}
   */
  public void takeSignUp() {
    takeOfNetwork("sign-up-ip", config.throttle().signUpIp());
  }

  /**
   * The mail of a code once more.
   *
   * @throws dev.freehold.kernel.Refusal {@code TOO_MANY_REQUESTS}, also within the pause
   */
  public void takeAgain(UUID verificationId, Instant lastSentAt) {
    Instant from = lastSentAt.plus(config.signUp().resendAfter());
    if (from.isAfter(clock.instant())) {
      throw KernelRefusal.TOO_MANY_REQUESTS
          .because("a mail went out a moment ago")
          .retryAfter(Duration.between(clock.instant(), from));
    }
    takeOfNetwork("mail-ip", config.throttle().mailIp());
    take(
        "mail-again",
        pepper.hmac("mail-again", verificationId.toString()),
        config.throttle().mailAddress());
  }

  private void takeOfNetwork(String kind, int limit) {
    byte[] network = attempts.ofNetwork(Call.current().ipAddress());
    if (network != null) {
      take(kind, network, limit);
    }
  }

  private void take(String kind, byte[] subject, int limit) {
    throttles
        .take(kind, subject, limit, HOUR)
        .ifPresent(
            wait -> {
              throw KernelRefusal.TOO_MANY_REQUESTS
                  .because("too many mails to this address or from here")
                  .retryAfter(wait);
            });
  }
}
