package dev.freehold.registry.platform;

import dev.freehold.kernel.Actor;
import dev.freehold.kernel.Call;
import dev.freehold.kernel.Scope;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.persistence.EnumeratedValue;
import java.util.Locale;

/**
 * What moved a platform.
 *
 * @param by id of a user or key, {@code system}, or the message that told billing's state
 */
public record Trigger(Type type, String by) {

  /** Kinds of trigger. */
  @RegisterForReflection
  public enum Type {
    USER,
    OPERATOR,
    SYSTEM,
    PAYMENT_PROVIDER;

    @EnumeratedValue private final String word = name().toLowerCase(Locale.ROOT);

    public String word() {
      return word;
    }
  }

  /** Who makes the call under way. */
  static Trigger ofCaller() {
    Call call = Call.current();
    Actor actor = call.actor();
    boolean isOperator = call.scope().kind() == Scope.Kind.OPERATOR;
    return switch (actor.type()) {
      case USER, API_KEY -> new Trigger(isOperator ? Type.OPERATOR : Type.USER, actor.id());
      case OPERATOR -> new Trigger(Type.OPERATOR, actor.id());
      case SYSTEM, SERVICE -> new Trigger(Type.SYSTEM, "system");
      case PAYMENT_PROVIDER -> new Trigger(Type.PAYMENT_PROVIDER, actor.id());
    };
  }
}
