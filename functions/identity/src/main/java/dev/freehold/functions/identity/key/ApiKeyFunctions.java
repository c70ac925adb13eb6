package dev.freehold.functions.identity.key;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.functions.identity.Demands;
import dev.freehold.identity.key.ApiKey;
import dev.freehold.identity.key.ApiKeyService;
import dev.freehold.kernel.KernelRefusal;
import dev.freehold.lambda.Access;
import dev.freehold.lambda.Answer;
import dev.freehold.lambda.Caller;
import dev.freehold.lambda.Http;
import dev.freehold.lambda.HttpCall;
import dev.freehold.lambda.HttpEdge;
import io.quarkus.funqy.Funq;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.hibernate.validator.constraints.UniqueElements;
import org.jspecify.annotations.Nullable;

/** API keys of an organization. */
public class ApiKeyFunctions {

  private final HttpEdge edge;
  private final ApiKeyService keys;

  ApiKeyFunctions(HttpEdge edge, ApiKeyService keys) {
    this.edge = edge;
    this.keys = keys;
  }

  /** What {@code remaining} is set to, and how often. */
  @RegisterForReflection
  record Refill(@NotNull @Min(1) Long amount, @NotNull @Min(60_000) Long intervalMs) {}

  /** {@code remaining} left out: unlimited. */
  @RegisterForReflection
  record CreateApiKey(
      @NotBlank @Size(max = 100) String name,
      @NotNull @Size(min = 1, max = 100) @UniqueElements List<@NotBlank String> permissions,
      ApiKey.@Nullable Kind kind,
      @Nullable Boolean crossOrganization,
      @Nullable Instant expiresAt,
      @Nullable @Valid RateLimitFields rateLimit,
      @Nullable @Min(0) Long remaining,
      @Nullable @Valid Refill refill,
      @Nullable JsonNode metadata) {

    boolean isCrossOrganization() {
      return Boolean.TRUE.equals(crossOrganization);
    }

    ApiKeyService.Asked asked() {
      return new ApiKeyService.Asked(
          name,
          permissions,
          Objects.requireNonNullElse(kind, ApiKey.Kind.PERSONAL),
          isCrossOrganization(),
          expiresAt,
          rateLimit == null ? null : rateLimit.asked(),
          remaining,
          refill == null ? null : new ApiKey.Refill(refill.amount(), refill.intervalMs()),
          metadata);
    }
  }

  @Funq("identity-create-api-key")
  @Http(
      route = "POST /v1/organizations/{organizationId}/api-keys",
      permission = "keys:create",
      fresh = true,
      body = CreateApiKey.class,
      answer = CreatedApiKey.class,
      status = 201,
      errors = {
        "UNKNOWN_PERMISSION",
        "ESCALATION",
        "EXPIRY_TOO_LATE",
        "EXPIRY_IN_PAST",
        "LIMIT_REACHED"
      },
      summary = "Makes a key; the answer shows it once.")
  public APIGatewayV2HTTPResponse create(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        (HttpCall call, CreateApiKey body) -> {
          Caller caller = call.caller();
          requireRightToMake(caller, body);
          requireSense(caller, body);
          ApiKeyService.Created created =
              keys.create(
                  call.pathId("organizationId"),
                  caller.user(),
                  body.asked(),
                  Demands.giver(caller));
          ApiKey key = created.key();
          return Answer.created(
                  "/v1/organizations/%s/api-keys/%s".formatted(key.organizationId(), key.id()),
                  CreatedApiKey.of(key, created.secret()))
              .withoutSecrets(CreatedApiKey.of(key, null));
        });
  }

  private static void requireRightToMake(Caller caller, CreateApiKey body) {
    if (body.kind() == ApiKey.Kind.SERVICE) {
      Demands.permission(caller, "keys:manage");
    }
    if (body.isCrossOrganization()) {
      KeyRights.requireCrossOrganization(caller);
    }
  }

  private static void requireSense(Caller caller, CreateApiKey body) {
    if (body.refill() != null && body.remaining() == null) {
      throw fault("refill", "needs remaining");
    }
    if (body.isCrossOrganization() && body.kind() != ApiKey.Kind.SERVICE) {
      throw fault("kind", "is service for a key of all organizations");
    }
    if (body.isCrossOrganization() && !"operator".equals(caller.organizationKind())) {
      throw fault("crossOrganization", "is for the operators' organization");
    }
    KeyRights.requireObject(body.metadata());
  }

  private static RuntimeException fault(String field, String message) {
    return KeyRights.fault(field, "PATTERN", message);
  }

  @Funq("identity-list-api-keys")
  @Http(
      route = "GET /v1/organizations/{organizationId}/api-keys",
      permission = "keys:read",
      answer = ApiKey.class,
      list = true,
      query = {"userId?", "revoked?"},
      summary = "Lists keys, newest first; members see their own.")
  public APIGatewayV2HTTPResponse list(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        call -> {
          UUID asked = call.queryId("userId");
          Boolean revoked = call.queryBoolean("revoked");
          boolean seesAll = seesAll(call);
          UUID userId = seesAll ? asked : call.caller().user();
          List<ApiKey> found =
              !seesAll && asked != null && !asked.equals(userId)
                  ? List.of()
                  : keys.list(call.pathId("organizationId"), userId, revoked, call.pageRequest());
          return Answer.ok(call.pageByTime(found, ApiKey::createdAt, ApiKey::id));
        });
  }

  /** Members see their own; who manages keys, operators and service keys see all. */
  private static boolean seesAll(HttpCall call) {
    Caller caller = call.caller();
    return caller.may("keys:manage") || caller.isServiceKey() || caller.role() == null;
  }

  @Funq("identity-get-api-key")
  @Http(
      route = "GET /v1/organizations/{organizationId}/api-keys/{keyId}",
      permission = "keys:read",
      answer = ApiKey.class,
      summary = "Shows a key, never the key itself.")
  public APIGatewayV2HTTPResponse get(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        call -> {
          ApiKey key = keys.get(call.pathId("organizationId"), call.pathId("keyId"));
          if (!seesAll(call) && !key.userId().equals(call.caller().userId())) {
            throw KernelRefusal.notFound("API key");
          }
          return Answer.ok(key);
        });
  }

  @Funq("identity-revoke-api-key")
  @Http(
      route = "DELETE /v1/organizations/{organizationId}/api-keys/{keyId}",
      access = Access.CALLER,
      status = 204,
      summary = "Ends a key from the next call on: one's own, or as a manager any.")
  public APIGatewayV2HTTPResponse revoke(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        call -> {
          Caller caller = call.caller();
          ApiKey key = keys.get(call.pathId("organizationId"), call.pathId("keyId"));
          // Whoever manages keys ends any, also one for all organizations that got out.
          KeyRights.requireToEnd(caller, key);
          keys.revoke(key, call.expectedVersion(), caller.userId());
          return Answer.noContent();
        });
  }
}
