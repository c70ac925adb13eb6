package dev.freehold.functions.identity.organization;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.functions.identity.JsonSizes;
import dev.freehold.identity.organization.EmailDomains;
import dev.freehold.identity.organization.Organization;
import dev.freehold.identity.organization.OrganizationChanges;
import dev.freehold.identity.organization.OrganizationService;
import dev.freehold.kernel.KernelRefusal;
import dev.freehold.kernel.Maybe;
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
  private final OrganizationChanges changes;

  OrganizationFunctions(
      HttpEdge edge, OrganizationService organizations, OrganizationChanges changes) {
    this.edge = edge;
    this.organizations = organizations;
    this.changes = changes;
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
                call.pageByTime(
                    organizations.list(call.caller().user(), call.pageRequest()),
                    Organization::createdAt,
                    Organization::id)));
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

  /** What is left out stays; {@code allowedEmailDomains} null = any. */
  @RegisterForReflection
  record UpdateOrganization(
      @Nullable @Size(min = 1, max = 100) @Pattern(regexp = ".*\\S.*") String name,
      @Nullable @Pattern(regexp = "[a-z0-9][a-z0-9-]{0,61}[a-z0-9]") String slug,
      Maybe<@Size(max = 2048) @Pattern(regexp = "https://.+") String> logoUrl,
      @Nullable JsonNode metadata,
      Maybe<@Size(min = 1, max = 50) List<String>> allowedEmailDomains,
      @Nullable Boolean requireTwoFactor) {

    OrganizationChanges.Wanted wanted() {
      if (metadata != null && !metadata.isNull()) {
        requireObject(metadata);
      }
      List<String> domains = allowedEmailDomains.value();
      return new OrganizationChanges.Wanted(
          name,
          slug,
          logoUrl,
          metadata == null || metadata.isNull() ? null : metadata,
          domains == null ? allowedEmailDomains : Maybe.of(EmailDomains.normalized(domains)),
          requireTwoFactor);
    }

    private static void requireObject(JsonNode metadata) {
      if (!metadata.isObject()) {
        throw KernelRefusal.VALIDATION_FAILED
            .because("the request has a fault")
            .field("metadata", "TYPE", "is not an object");
      }
      JsonSizes.require("metadata", metadata);
    }
  }

  @Funq("identity-update-organization")
  @Http(
      route = "PATCH /v1/organizations/{organizationId}",
      permission = "organizations:update",
      body = UpdateOrganization.class,
      answer = Organization.class,
      errors = {"SLUG_TAKEN", "NAME_RESERVED", "OWN_TWO_FACTOR_MISSING"},
      summary = "Changes an organization.")
  public APIGatewayV2HTTPResponse update(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        (HttpCall call, UpdateOrganization body) ->
            Answer.ok(
                changes.update(
                    call.pathId("organizationId"),
                    body.wanted(),
                    call.expectedVersion(),
                    new OrganizationChanges.Changer(
                        call.caller().userId(), call.caller().twoFactorEnabled()))));
  }

  @Funq("identity-delete-organization")
  @Http(
      route = "DELETE /v1/organizations/{organizationId}",
      permission = "organizations:delete",
      fresh = true,
      status = 204,
      query = "confirmSlug",
      errors = {"ORGANIZATION_IN_USE", "DEFAULT_ORGANIZATION", "CONFIRMATION_MISMATCH"},
      summary = "Ends an organization in which nothing lives, with its members and keys.")
  public APIGatewayV2HTTPResponse delete(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        call -> {
          changes.delete(
              call.pathId("organizationId"),
              Objects.requireNonNull(call.query("confirmSlug")),
              call.expectedVersion(),
              call.caller().user());
          return Answer.noContent();
        });
  }
}
