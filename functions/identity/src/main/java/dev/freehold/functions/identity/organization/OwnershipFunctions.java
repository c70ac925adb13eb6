package dev.freehold.functions.identity.organization;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.freehold.functions.identity.Demands;
import dev.freehold.identity.member.OwnershipService;
import dev.freehold.identity.member.RoleChoice.Role;
import dev.freehold.identity.organization.Organization;
import dev.freehold.identity.organization.OrganizationService;
import dev.freehold.kernel.KernelRefusal;
import dev.freehold.lambda.Access;
import dev.freehold.lambda.Answer;
import dev.freehold.lambda.Http;
import dev.freehold.lambda.HttpCall;
import dev.freehold.lambda.HttpEdge;
import io.quarkus.funqy.Funq;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.NotNull;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Handing an organization over, and leaving it. */
public class OwnershipFunctions {

  private final HttpEdge edge;
  private final OwnershipService ownership;
  private final OrganizationService organizations;

  OwnershipFunctions(HttpEdge edge, OwnershipService ownership, OrganizationService organizations) {
    this.edge = edge;
    this.ownership = ownership;
    this.organizations = organizations;
  }

  /** {@code keepRole}: the caller's role afterwards; left out: admin. */
  @RegisterForReflection
  record TransferOrganization(@NotNull UUID userId, @Nullable Role keepRole) {

    Role kept() {
      if (keepRole == Role.CUSTOM) {
        throw KernelRefusal.VALIDATION_FAILED
            .because("the request has a fault")
            .field("keepRole", "ENUM", "is owner, admin or member");
      }
      return Objects.requireNonNullElse(keepRole, Role.ADMIN);
    }
  }

  @Funq("identity-transfer-organization")
  @Http(
      route = "POST /v1/organizations/{organizationId}/transfer",
      permission = "organizations:transfer",
      fresh = true,
      body = TransferOrganization.class,
      answer = Organization.class,
      errors = {"ESCALATION", "LIMIT_REACHED"},
      summary = "Makes a member the accountable owner.")
  public APIGatewayV2HTTPResponse transfer(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        (HttpCall call, TransferOrganization body) -> {
          UUID organization = call.pathId("organizationId");
          ownership.transfer(
              organization, body.userId(), body.kept(), Demands.giver(call.caller()));
          return Answer.ok(organizations.get(organization, call.caller().userId()));
        });
  }

  @Funq("identity-leave-organization")
  @Http(
      route = "POST /v1/organizations/{organizationId}/leave",
      access = Access.SELF,
      status = 204,
      errors = "LAST_OWNER",
      twoFactorExempt = true,
      idempotent = false,
      summary = "Ends one's own membership, with one's keys and grants there.")
  public APIGatewayV2HTTPResponse leave(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        call -> {
          ownership.leave(call.pathId("organizationId"), call.caller().user());
          return Answer.noContent();
        });
  }
}
