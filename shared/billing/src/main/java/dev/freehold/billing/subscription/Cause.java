package dev.freehold.billing.subscription;

import dev.freehold.kernel.Actor;
import dev.freehold.kernel.Call;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Why a subscription changed.
 *
 * @param kind {@code user}, {@code operator}, {@code payment_provider} or {@code system}
 * @param paymentEventId the event that told it
 */
public record Cause(String kind, @Nullable String actorId, @Nullable UUID paymentEventId) {

  /** The provider told it. */
  public static Cause event(UUID paymentEventId) {
    return new Cause("payment_provider", null, paymentEventId);
  }

  /** Whoever makes the call under way. */
  public static Cause caller() {
    var actor = Call.current().actor();
    return new Cause(kindOf(actor.type()), actor.id(), null);
  }

  private static String kindOf(Actor.Type type) {
    return switch (type) {
      case USER, API_KEY -> "user";
      case OPERATOR -> "operator";
      case PAYMENT_PROVIDER -> "payment_provider";
      case SERVICE, SYSTEM -> "system";
    };
  }
}
