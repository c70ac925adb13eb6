package dev.freehold.kernel;

import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who the audit names.
 *
 * @param id the user's or key's id, or the operation's name for the system
 * @param impersonatorId the operator behind an impersonated session
 */
public record Actor(Type type, String id, @Nullable String email, @Nullable UUID impersonatorId) {

  /** Kinds of actor, as the audit writes them in lower case. */
  public enum Type {
    USER,
    API_KEY,
    OPERATOR,
    SERVICE,
    SYSTEM,
    PAYMENT_PROVIDER;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public static Actor system(String operation) {
    return new Actor(Type.SYSTEM, operation, null, null);
  }
}
