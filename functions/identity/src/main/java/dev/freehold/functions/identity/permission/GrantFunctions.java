package dev.freehold.functions.identity.permission;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.freehold.functions.identity.Demands;
import dev.freehold.identity.permission.PermissionCheck;
import dev.freehold.identity.role.Grant;
import dev.freehold.identity.role.GrantService;
import dev.freehold.lambda.Access;
import dev.freehold.lambda.Answer;
import dev.freehold.lambda.Caller;
import dev.freehold.lambda.Http;
import dev.freehold.lambda.HttpCall;
import dev.freehold.lambda.HttpEdge;
import io.quarkus.funqy.Funq;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What members are granted and denied besides their role, and what comes of it. */
public class GrantFunctions {

  private final HttpEdge edge;
  private final GrantService grants;
  private final PermissionCheck check;

  GrantFunctions(HttpEdge edge, GrantService grants, PermissionCheck check) {
    this.edge = edge;
    this.grants = grants;
    this.check = check;
  }

  @Funq("identity-list-grants")
  @Http(
      route = "GET /v1/organizations/{organizationId}/permission-grants",
      permission = "grants:read",
      answer = Grant.class,
      list = true,
      query = {"userId?", "permission?"},
      summary = "Lists grants and denials, newest first.")
  public APIGatewayV2HTTPResponse list(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        call ->
            Answer.ok(
                call.pageByTime(
                    grants.list(
                        call.pathId("organizationId"),
                        call.queryId("userId"),
                        call.query("permission"),
                        call.pageRequest()),
                    Grant::createdAt,
                    Grant::id)));
  }

  /** {@code expiresAt} left out: never over. */
  @RegisterForReflection
  record PutGrant(
      @NotNull UUID userId,
      @NotBlank String permission,
      @NotNull Grant.Effect effect,
      @Nullable @Size(max = 500) String reason,
      @Nullable Instant expiresAt) {}

  @Funq("identity-put-grant")
  @Http(
      route = "PUT /v1/organizations/{organizationId}/permission-grants",
      permission = "grants:manage",
      body = PutGrant.class,
      answer = Grant.class,
      errors = {
        "UNKNOWN_PERMISSION",
        "ESCALATION",
        "OWNER_NOT_DENIABLE",
        "EXPIRY_IN_PAST",
        "LIMIT_REACHED"
      },
      summary = "Grants or denies a member one permission; replaces what was there.")
  public APIGatewayV2HTTPResponse put(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        (HttpCall call, PutGrant body) ->
            Answer.ok(
                grants.put(
                    call.pathId("organizationId"),
                    new GrantService.Asked(
                        body.userId(),
                        body.permission(),
                        body.effect(),
                        body.reason(),
                        body.expiresAt()),
                    Demands.giver(call.caller()))));
  }

  @Funq("identity-delete-grant")
  @Http(
      route = "DELETE /v1/organizations/{organizationId}/permission-grants/{grantId}",
      permission = "grants:manage",
      status = 204,
      errors = {"ESCALATION"},
      summary = "Ends a grant or a denial; what the role gives is back.")
  public APIGatewayV2HTTPResponse delete(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        call -> {
          grants.delete(
              call.pathId("organizationId"), call.pathId("grantId"), Demands.giver(call.caller()));
          return Answer.noContent();
        });
  }

  /** What a member may do now. */
  @RegisterForReflection
  record EffectiveView(
      UUID userId,
      String role,
      @Nullable UUID roleId,
      List<String> permissions,
      List<String> denied) {

    static EffectiveView of(UUID userId, PermissionCheck.Effective effective) {
      return new EffectiveView(
          userId,
          effective.role(),
          effective.roleId(),
          List.copyOf(effective.rights().all()),
          effective.rights().denied().stream().sorted().toList());
    }
  }

  @Funq("identity-get-effective-permissions")
  @Http(
      route = "GET /v1/organizations/{organizationId}/members/{userId}/permissions",
      access = Access.CALLER,
      answer = EffectiveView.class,
      summary = "Says what a member may do: oneself, or as a reader of grants any.")
  public APIGatewayV2HTTPResponse effective(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        call -> {
          Caller caller = call.caller();
          UUID userId = call.pathId("userId");
          boolean own = caller.isSession() && userId.equals(caller.userId());
          if (!own) {
            Demands.operatorsToo(caller, "grants:read");
          }
          return Answer.ok(
              EffectiveView.of(userId, check.effective(call.pathId("organizationId"), userId)));
        });
  }
}
