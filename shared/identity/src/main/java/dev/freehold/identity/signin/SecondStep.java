package dev.freehold.identity.signin;

import dev.freehold.identity.IdentityConfig.EmailCode;
import java.util.List;

/** Which second step a right password still needs. */
public final class SecondStep {

  public static final String TOTP = "totp";
  public static final String BACKUP_CODE = "backup_code";
  public static final String EMAIL_CODE = "email_code";

  private SecondStep() {}

  /**
   * The ways that are open; empty = none is needed.
   *
   * @param trustedDevice skips the step, but never for operators
   */
  public static List<String> due(
      boolean twoFactorEnabled, boolean trustedDevice, boolean isOperator, EmailCode emailCode) {
    boolean trusted = trustedDevice && !isOperator;
    if (twoFactorEnabled) {
      return trusted ? List.of() : List.of(TOTP, BACKUP_CODE);
    }
    boolean mailed =
        switch (emailCode) {
          case ALWAYS -> true;
          case UNKNOWN_DEVICE -> !trusted;
          case NEVER -> false;
        };
    return mailed ? List.of(EMAIL_CODE) : List.of();
  }
}
