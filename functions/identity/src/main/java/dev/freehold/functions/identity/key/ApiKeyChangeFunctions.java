package dev.freehold.functions.identity.key;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.functions.identity.Demands;
import dev.freehold.identity.key.ApiKey;
import dev.freehold.identity.key.ApiKeyChange;
import dev.freehold.identity.key.ApiKeyChangeService;
import dev.freehold.identity.key.ApiKeyService;
import dev.freehold.kernel.Maybe;
import dev.freehold.lambda.Access;
import dev.freehold.lambda.Answer;
import dev.freehold.lambda.Caller;
import dev.freehold.lambda.Http;
import dev.freehold.lambda.HttpCall;
import dev.freehold.lambda.HttpEdge;
import io.quarkus.funqy.Funq;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.hibernate.validator.constraints.UniqueElements;
import org.jspecify.annotations.Nullable;

/** API keys while they live: changed, and given a new secret. */
public class ApiKeyChangeFunctions {

  private static final int MIN_REFILL_MS = 60_000;

  private final HttpEdge edge;
  private final ApiKeyService keys;
  private final ApiKeyChangeService changes;

  ApiKeyChangeFunctions(HttpEdge edge, ApiKeyService keys, ApiKeyChangeService changes) {
    this.edge = edge;
    this.keys = keys;
    this.changes = changes;
  }

  /** Fields left out stay; null: the latest expiry, unlimited calls, no refill. */
  @RegisterForReflection
  record UpdateApiKey(
      @Nullable @Pattern(regexp = "(?s).*\\S.*") @Size(max = 100) String name,
      @Nullable @Size(min = 1, max = 100) @UniqueElements List<@NotBlank String> permissions,
      @Nullable Boolean enabled,
      Maybe<Instant> expiresAt,
      @Nullable @Valid RateLimitFields rateLimit,
      Maybe<Long> remaining,
      Maybe<RefillChange> refill,
      @Nullable JsonNode metadata) {

    ApiKeyChange asked() {
      RefillChange wanted = refill.value();
      return new ApiKeyChange(
          name,
          permissions,
          enabled,
          expiresAt,
          rateLimit == null ? null : rateLimit.asked(),
          remaining,
          refill.isPresent()
              ? Maybe.of(
                  wanted == null ? null : new ApiKey.Refill(wanted.amount(), wanted.intervalMs()))
              : Maybe.absent(),
          metadata == null || metadata.isNull() ? null : metadata);
    }
  }

  /** Both at least one call and one minute. */
  @RegisterForReflection
  record RefillChange(long amount, long intervalMs) {}

  @Funq("identity-update-api-key")
  @Http(
      route = "PATCH /v1/organizations/{organizationId}/api-keys/{keyId}",
      access = Access.CALLER,
      body = UpdateApiKey.class,
      answer = ApiKey.class,
      errors = {
        "KEY_REVOKED",
        "UNKNOWN_PERMISSION",
        "ESCALATION",
        "EXPIRY_TOO_LATE",
        "EXPIRY_IN_PAST"
      },
      summary = "Changes a key: one's own, or as a manager any.")
  public APIGatewayV2HTTPResponse update(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        (HttpCall call, UpdateApiKey body) -> {
          Caller caller = call.caller();
          ApiKey key = keys.get(call.pathId("organizationId"), call.pathId("keyId"));
          KeyRights.requireToChange(caller, key);
          requireSense(key, body);
          return Answer.ok(
              changes.update(key, body.asked(), call.expectedVersion(), Demands.giver(caller)));
        });
  }

  private static void requireSense(ApiKey key, UpdateApiKey body) {
    Long remaining = body.remaining().value();
    if (remaining != null && remaining < 0) {
      throw KeyRights.fault("remaining", "RANGE", "is 0 or more");
    }
    RefillChange refill = body.refill().value();
    if (refill != null) {
      if (refill.amount() < 1) {
        throw KeyRights.fault("refill.amount", "RANGE", "is 1 or more");
      }
      if (refill.intervalMs() < MIN_REFILL_MS) {
        throw KeyRights.fault("refill.intervalMs", "RANGE", "is a minute or more");
      }
      if (body.remaining().orOld(key.remaining()) == null) {
        throw KeyRights.fault("refill", "PATTERN", "needs remaining");
      }
    }
    KeyRights.requireObject(body.metadata());
  }

  /** {@code graceSeconds} left out: a day. */
  @RegisterForReflection
  record RotateApiKey(@Min(0) @Max(604_800) @Nullable Integer graceSeconds) {

    Duration grace() {
      return Duration.ofSeconds(Objects.requireNonNullElse(graceSeconds, 86_400));
    }
  }

  @Funq("identity-rotate-api-key")
  @Http(
      route = "POST /v1/organizations/{organizationId}/api-keys/{keyId}/rotate",
      access = Access.CALLER,
      fresh = true,
      body = RotateApiKey.class,
      answer = CreatedApiKey.class,
      errors = {"KEY_REVOKED", "ESCALATION"},
      summary = "Gives a key a new secret, shown once; the old one works for the grace.")
  public APIGatewayV2HTTPResponse rotate(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        (HttpCall call, RotateApiKey body) -> {
          Caller caller = call.caller();
          ApiKey key = keys.get(call.pathId("organizationId"), call.pathId("keyId"));
          KeyRights.requireToChange(caller, key);
          ApiKeyChangeService.Rotated rotated =
              changes.rotate(key, body.grace(), call.expectedVersion(), Demands.giver(caller));
          return Answer.ok(CreatedApiKey.of(rotated.key(), rotated.secret()))
              .withoutSecrets(CreatedApiKey.of(rotated.key(), null));
        });
  }
}
