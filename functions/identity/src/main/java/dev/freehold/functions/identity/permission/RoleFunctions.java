package dev.freehold.functions.identity.permission;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.freehold.functions.identity.Demands;
import dev.freehold.identity.role.Role;
import dev.freehold.identity.role.RoleService;
import dev.freehold.lambda.Answer;
import dev.freehold.lambda.Http;
import dev.freehold.lambda.HttpCall;
import dev.freehold.lambda.HttpEdge;
import io.quarkus.funqy.Funq;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.hibernate.validator.constraints.UniqueElements;
import org.jspecify.annotations.Nullable;

/** Roles an organization makes for itself. */
public class RoleFunctions {

  private static final String NAME = "[a-z][a-z0-9_-]{1,31}";

  private final HttpEdge edge;
  private final RoleService roles;

  RoleFunctions(HttpEdge edge, RoleService roles) {
    this.edge = edge;
    this.roles = roles;
  }

  /** A new role. */
  @RegisterForReflection
  record CreateRole(
      @NotNull @Pattern(regexp = NAME) String name,
      @Nullable @Size(max = 100) String displayName,
      @Nullable @Size(max = 500) String description,
      @NotNull @Size(max = 200) @UniqueElements List<@NotBlank String> permissions) {}

  /** Fields left out stay as they are. */
  @RegisterForReflection
  record UpdateRole(
      @Nullable @Pattern(regexp = NAME) String name,
      @Nullable @Size(max = 100) String displayName,
      @Nullable @Size(max = 500) String description,
      @Nullable @Size(max = 200) @UniqueElements List<@NotBlank String> permissions) {}

  @Funq("identity-list-roles")
  @Http(
      route = "GET /v1/organizations/{organizationId}/roles",
      permission = "roles:read",
      answer = Role.class,
      list = true,
      summary = "Lists roles: the built-in ones, then the organization's own by name.")
  public APIGatewayV2HTTPResponse list(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        call ->
            Answer.ok(
                call.page(
                    roles.list(call.pathId("organizationId"), call.pageRequest()),
                    role -> role,
                    role -> List.of(role.name()))));
  }

  @Funq("identity-create-role")
  @Http(
      route = "POST /v1/organizations/{organizationId}/roles",
      permission = "roles:manage",
      body = CreateRole.class,
      answer = Role.class,
      status = 201,
      errors = {"NAME_TAKEN", "UNKNOWN_PERMISSION", "NAME_RESERVED", "ESCALATION", "LIMIT_REACHED"},
      summary = "Makes a role of permissions the caller holds.")
  public APIGatewayV2HTTPResponse create(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        (HttpCall call, CreateRole body) -> {
          Role made =
              roles.create(
                  call.pathId("organizationId"),
                  new RoleService.Asked(
                      body.name(), body.displayName(), body.description(), body.permissions()),
                  Demands.giver(call.caller()));
          return Answer.created(
              "/v1/organizations/%s/roles/%s".formatted(made.organizationId(), made.id()), made);
        });
  }

  @Funq("identity-update-role")
  @Http(
      route = "PATCH /v1/organizations/{organizationId}/roles/{roleId}",
      permission = "roles:manage",
      body = UpdateRole.class,
      answer = Role.class,
      errors = {"NAME_TAKEN", "UNKNOWN_PERMISSION", "NAME_RESERVED", "ESCALATION"},
      summary = "Changes a role, for its members from the next call on.")
  public APIGatewayV2HTTPResponse update(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        (HttpCall call, UpdateRole body) ->
            Answer.ok(
                roles.update(
                    call.pathId("organizationId"),
                    call.pathId("roleId"),
                    new RoleService.Change(
                        body.name(), body.displayName(), body.description(), body.permissions()),
                    call.expectedVersion(),
                    Demands.giver(call.caller()))));
  }

  @Funq("identity-delete-role")
  @Http(
      route = "DELETE /v1/organizations/{organizationId}/roles/{roleId}",
      permission = "roles:manage",
      status = 204,
      errors = {"ROLE_IN_USE"},
      summary = "Deletes a role nobody has.")
  public APIGatewayV2HTTPResponse delete(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        call -> {
          roles.delete(
              call.pathId("organizationId"),
              call.pathId("roleId"),
              call.expectedVersion(),
              Demands.giver(call.caller()));
          return Answer.noContent();
        });
  }
}
