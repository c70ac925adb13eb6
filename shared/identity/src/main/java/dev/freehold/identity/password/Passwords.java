package dev.freehold.identity.password;

import dev.freehold.identity.IdentityConfig;
import dev.freehold.identity.IdentityRefusal;
import dev.freehold.kernel.Refusal;
import dev.freehold.kernel.Secrets;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Hashes and judges passwords. Costs a few hundred milliseconds by intention: never called inside a
 * transaction.
 */
@Startup
@ApplicationScoped
public class Passwords {

  /** The scheme this service writes. */
  public static final String SCHEME = "argon2";

  private static final int SALT_BYTES = 16;

  private final IdentityConfig.Password config;

  /** Judged where there is no hash, so that an unknown address takes as long as a known one. */
  private final Argon2Hash nobody;

  protected Passwords(IdentityConfig identity) {
    this.config = identity.password();
    var argon2 = config.argon2();
    if (argon2.memoryKib() < 19_456 || argon2.iterations() < 2 || argon2.parallelism() < 1) {
      throw new IllegalStateException(
          "freehold.identity.password.argon2 is below memory-kib 19456, iterations 2,"
              + " parallelism 1");
    }
    if (config.minLength() < 8 || config.maxLength() < config.minLength()) {
      throw new IllegalStateException(
          "freehold.identity.password.min-length is below 8 or above max-length");
    }
    this.nobody =
        new Argon2Hash(
            Argon2Hash.ID,
            argon2.memoryKib(),
            argon2.iterations(),
            argon2.parallelism(),
            Secrets.bytes(SALT_BYTES),
            Secrets.bytes(32));
  }

  /**
   * @param context the person's local part and names
   * @throws Refusal {@code PASSWORD_REJECTED} with every fault in {@code errors}
   */
  public void check(String field, String typed, Collection<String> context) {
    var words = new ArrayList<>(context);
    words.addAll(config.contextWords());
    List<PasswordPolicy.Fault> faults =
        PasswordPolicy.faults(
            normalized(typed),
            config.minLength(),
            config.maxLength(),
            words,
            CommonPasswords.all());
    if (faults.isEmpty()) {
      return;
    }
    Refusal refusal = IdentityRefusal.PASSWORD_REJECTED.because("the password is too easy");
    for (PasswordPolicy.Fault fault : faults) {
      refusal.field(field, fault.name(), said(fault));
    }
    throw refusal;
  }

  private String said(PasswordPolicy.Fault fault) {
    return switch (fault) {
      case TOO_SHORT -> "has fewer than %d characters".formatted(config.minLength());
      case TOO_LONG -> "has more than %d characters".formatted(config.maxLength());
      case COMMON -> "is one that everybody tries";
      case CONTEXT -> "says little besides your name and address";
    };
  }

  /** A PHC string over a new salt. */
  public String hash(String typed) {
    var argon2 = config.argon2();
    return Argon2Hash.of(
            normalized(typed),
            Secrets.bytes(SALT_BYTES),
            argon2.memoryKib(),
            argon2.iterations(),
            argon2.parallelism())
        .phc();
  }

  /**
   * What a judgement found.
   *
   * @param outdated right, but to be hashed anew
   */
  public record Judgement(boolean right, boolean outdated) {}

  /**
   * One Argon2 run, whether there is a hash or not.
   *
   * @param phc null where nobody or no password is known
   */
  public Judgement judge(String typed, @Nullable String phc) {
    var known = phc == null ? null : Argon2Hash.parse(phc).orElse(null);
    boolean fits = (known == null ? nobody : known).matches(normalized(typed));
    if (known == null || !fits) {
      return new Judgement(false, false);
    }
    var argon2 = config.argon2();
    return new Judgement(
        true, known.isWeakerThan(argon2.memoryKib(), argon2.iterations(), argon2.parallelism()));
  }

  private static String normalized(String typed) {
    return Normalizer.normalize(typed, Normalizer.Form.NFKC);
  }
}
