package dev.freehold.functions.identity.organization;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.freehold.functions.identity.JsonSizes;
import dev.freehold.identity.organization.Organization;
import dev.freehold.identity.organization.OrganizationService;
import dev.freehold.lambda.Access;
import dev.freehold.lambda.Answer;
import dev.freehold.lambda.Http;
import dev.freehold.lambda.HttpCall;
import dev.freehold.lambda.HttpEdge;
import io.quarkus.funqy.Funq;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Organizations as their members see and make them. */
public class OrganizationFunctions {

  private final HttpEdge edge;
  private final OrganizationService organizations;

  OrganizationFunctions(HttpEdge edge, OrganizationService organizations) {
    this.edge = edge;
    this.organizations = organizations;
  }

  /** {@code slug} left out: made from the name. */
  @RegisterForReflection
  record CreateOrganization(
      @NotBlank @Size(max = 100) String name,
      @Nullable @Pattern(regexp = "[a-z0-9][a-z0-9-]{0,61}[a-z0-9]") String slug,
      @Nullable @Size(max = 2048) @Pattern(regexp = "https://.+") String logoUrl,
      @Nullable Map<String, Object> metadata) {}

  @Funq("identity-create-organization")
  @Http(
      route = "POST /v1/organizations",
      access = Access.SELF,
      body = CreateOrganization.class,
      answer = Organization.class,
      status = 201,
      errors = {"SLUG_TAKEN", "NAME_RESERVED", "LIMIT_REACHED"},
      twoFactorExempt = true,
      summary = "Makes an organization; the caller is its owner.")
  public APIGatewayV2HTTPResponse create(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        (HttpCall call, CreateOrganization body) -> {
          Map<String, Object> metadata = Objects.requireNonNullElse(body.metadata(), Map.of());
          JsonSizes.require("metadata", metadata);
          Organization made =
              organizations.create(
                  call.caller().user(),
                  new OrganizationService.Asked(
                      body.name(), body.slug(), body.logoUrl(), metadata));
          return Answer.created("/v1/organizations/" + made.id(), made);
        });
  }

  @Funq("identity-list-organizations")
  @Http(
      route = "GET /v1/organizations",
      access = Access.SELF,
      answer = Organization.class,
      list = true,
      twoFactorExempt = true,
      summary = "Lists the caller's organizations, newest first.")
  public APIGatewayV2HTTPResponse list(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        call ->
            Answer.ok(
                call.page(
                    organizations.list(call.caller().user(), call.pageRequest()),
                    organization -> organization,
                    organization ->
                        List.of(
                            organization.createdAt().toString(), organization.id().toString()))));
  }

  @Funq("identity-get-organization")
  @Http(
      route = "GET /v1/organizations/{organizationId}",
      permission = "organizations:read",
      answer = Organization.class,
      twoFactorExempt = true,
      summary = "Shows an organization.")
  public APIGatewayV2HTTPResponse get(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        call ->
            Answer.ok(organizations.get(call.pathId("organizationId"), call.caller().userId())));
  }
}
