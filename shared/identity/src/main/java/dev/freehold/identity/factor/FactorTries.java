package dev.freehold.identity.factor;

import dev.freehold.identity.AuthenticationEvent;
import dev.freehold.identity.AuthenticationLog;
import dev.freehold.identity.IdentityConfig;
import dev.freehold.identity.IdentityRefusal;
import dev.freehold.identity.signin.Attempts;
import dev.freehold.identity.signin.SecondFactors;
import dev.freehold.identity.signin.SecondFactors.Proof;
import dev.freehold.identity.signin.SecurityNotices;
import dev.freehold.kernel.Refusal;
import dev.freehold.kernel.Transactions;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Codes are charged before they are judged, with those of the person's sign-ins. */
@ApplicationScoped
class FactorTries {

  private final Attempts attempts;
  private final SecondFactors factors;
  private final AuthenticationLog log;
  private final SecurityNotices notices;
  private final Transactions transactions;
  private final IdentityConfig.Lockout config;

  FactorTries(
      Attempts attempts,
      SecondFactors factors,
      AuthenticationLog log,
      SecurityNotices notices,
      Transactions transactions,
      IdentityConfig config) {
    this.attempts = attempts;
    this.factors = factors;
    this.log = log;
    this.notices = notices;
    this.transactions = transactions;
    this.config = config.lockout();
  }

  /**
   * @param eventType of what the code was for
   * @param judgement null = wrong
   * @throws Refusal {@code TOO_MANY_ATTEMPTS}, {@code CODE_WRONG}
   */
  Proof judge(UUID userId, String eventType, Supplier<@Nullable Proof> judgement) {
    byte[] subject = attempts.ofUser(userId);
    int count = attempts.charge(Attempts.SECOND_FACTOR, subject);
    Proof proof = judgement.get();
    if (proof == null) {
      transactions.requiresNew(
          () -> {
            log.add(AuthenticationEvent.failure(eventType, userId, null, "wrong_code"));
            if (count >= config.lockFrom()
                && attempts.takeNotice(Attempts.SECOND_FACTOR, subject)) {
              notices.locked(userId, config.lockFor());
            }
            return userId;
          });
      throw wrong();
    }
    return proof;
  }

  /**
   * In the transaction of what the code was for.
   *
   * @throws Refusal {@code CODE_WRONG} when it was used in the meantime
   */
  void use(UUID userId, Proof proof) {
    if (!factors.useUp(userId, proof)) {
      throw wrong();
    }
    attempts.clear(Attempts.SECOND_FACTOR, attempts.ofUser(userId));
  }

  static Refusal wrong() {
    return IdentityRefusal.CODE_WRONG.because("the code does not fit");
  }
}
