package dev.freehold.functions.identity.operator;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.freehold.identity.operator.AnyOrganizations;
import dev.freehold.identity.organization.Organization;
import dev.freehold.lambda.Answer;
import dev.freehold.lambda.Http;
import dev.freehold.lambda.HttpCall;
import dev.freehold.lambda.HttpEdge;
import io.quarkus.funqy.Funq;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.Pattern;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Organizations as operators find them, and what they put right there. */
public class AnyOrganizationFunctions {

  private static final int MAX_QUERY = 100;

  private final HttpEdge edge;
  private final AnyOrganizations organizations;

  AnyOrganizationFunctions(HttpEdge edge, AnyOrganizations organizations) {
    this.edge = edge;
    this.organizations = organizations;
  }

  @Funq("identity-list-all-organizations")
  @Http(
      route = "GET /v1/admin/organizations",
      permission = "organizations:manage",
      query = {"query?", "kind?"},
      answer = Organization.class,
      list = true,
      summary = "Lists organizations, newest first.")
  public APIGatewayV2HTTPResponse list(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        call ->
            Answer.ok(
                call.pageByTime(
                    organizations.list(
                        Searches.part(call.query("query"), MAX_QUERY),
                        call.queryEnum("kind", AnyOrganizations.Kind.class),
                        call.pageRequest()),
                    Organization::createdAt,
                    Organization::id)));
  }

  /** What is left out stays; {@code ownerId} is a member's. */
  @RegisterForReflection
  record UpdateAnyOrganization(
      @Nullable @Pattern(regexp = "[a-z0-9][a-z0-9-]{0,61}[a-z0-9]") String slug,
      @Nullable UUID ownerId) {}

  @Funq("identity-update-any-organization")
  @Http(
      route = "PATCH /v1/admin/organizations/{organizationId}",
      permission = "organizations:manage",
      body = UpdateAnyOrganization.class,
      answer = Organization.class,
      errors = {"NAME_RESERVED", "SLUG_TAKEN", "LIMIT_REACHED"},
      summary = "Gives an organization another slug or accountable owner.")
  public APIGatewayV2HTTPResponse update(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        (HttpCall call, UpdateAnyOrganization body) ->
            Answer.ok(
                organizations.update(
                    call.pathId("organizationId"),
                    body.slug(),
                    body.ownerId(),
                    call::requireVersion)));
  }
}
