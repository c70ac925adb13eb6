package dev.freehold.sandbox.stripe.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freehold.sandbox.SimContext;
import dev.freehold.sandbox.State;
import dev.freehold.sandbox.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * First answers of POST requests by their {@code Idempotency-Key}, for 24 hours. Kept are successes
 * and failed payments; a request that was refused for its parameters never began
 * (docs.stripe.com/api/idempotent_requests).
 */
public final class IdempotencyKeys {

  private static final Duration KEPT = Duration.ofHours(24);

  /** What was asked and answered. */
  public record Answered(
      String url, String params, int status, ObjectNode body, String requestId, Instant at) {}

  private final SimContext context;
  private final Table<Answered> answers;

  public IdempotencyKeys(SimContext context, State state) {
    this.context = context;
    this.answers = state.table("idempotency_keys", Answered.class);
  }

  /** The earlier answer under the call's key; refuses when the key stood for something else. */
  public Optional<Answered> earlier(ApiCall call) {
    String key = call.idempotencyKey();
    if (key == null || !call.method().equals("POST")) {
      return Optional.empty();
    }
    Optional<Answered> found = answers.find(key).filter(this::isKept);
    if (found.filter(one -> !isSame(one, call)).isPresent()) {
      throw StripeError.idempotency(key);
    }
    return found;
  }

  public void remember(ApiCall call, int status, ObjectNode body) {
    String key = call.idempotencyKey();
    if (key != null && call.method().equals("POST")) {
      answers.removeIf(one -> !isKept(one));
      answers.put(
          key,
          new Answered(
              call.url(),
              call.params().canonical(),
              status,
              body,
              call.requestId(),
              context.now()));
    }
  }

  private boolean isKept(Answered answer) {
    return context.now().isBefore(answer.at().plus(KEPT));
  }

  private static boolean isSame(Answered answer, ApiCall call) {
    return answer.url().equals(call.url()) && answer.params().equals(call.params().canonical());
  }
}
