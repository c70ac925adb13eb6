package dev.freehold.functions.identity.organization;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.freehold.functions.identity.Demands;
import dev.freehold.identity.invitation.Invitation;
import dev.freehold.identity.invitation.InvitationService;
import dev.freehold.identity.member.RoleChoice.Role;
import dev.freehold.lambda.Answer;
import dev.freehold.lambda.Http;
import dev.freehold.lambda.HttpCall;
import dev.freehold.lambda.HttpEdge;
import io.quarkus.funqy.Funq;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Invitations as an organization sends and ends them. */
public class InvitationFunctions {

  private final HttpEdge edge;
  private final InvitationService invitations;

  InvitationFunctions(HttpEdge edge, InvitationService invitations) {
    this.edge = edge;
    this.invitations = invitations;
  }

  /** {@code creditLimit} left out: unlimited. */
  @RegisterForReflection
  record CreateInvitation(
      @NotBlank @Size(max = 320) String email,
      @Nullable Role role,
      @Nullable UUID roleId,
      @Nullable @Min(0) Long creditLimit,
      @Nullable Instant expiresAt) {

    InvitationService.Asked asked() {
      return new InvitationService.Asked(
          email, RoleFields.choice(role, roleId), creditLimit, expiresAt);
    }
  }

  @Funq("identity-create-invitation")
  @Http(
      route = "POST /v1/organizations/{organizationId}/invitations",
      permission = "members:invite",
      body = CreateInvitation.class,
      answer = Invitation.class,
      status = 201,
      errors = {
        "ALREADY_MEMBER",
        "EMAIL_DOMAIN_NOT_ALLOWED",
        "ROLE_UNKNOWN",
        "ESCALATION",
        "LIMIT_REACHED",
        "TOO_MANY_REQUESTS"
      },
      summary = "Invites an address by mail; 200 when a pending invitation was renewed.")
  public APIGatewayV2HTTPResponse create(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        (HttpCall call, CreateInvitation body) -> {
          InvitationService.Sent sent =
              invitations.create(
                  call.pathId("organizationId"), body.asked(), Demands.giver(call.caller()));
          Invitation made = sent.invitation();
          return sent.renewed()
              ? Answer.ok(made)
              : Answer.created(
                  "/v1/organizations/%s/invitations/%s".formatted(made.organizationId(), made.id()),
                  made);
        });
  }

  @Funq("identity-list-invitations")
  @Http(
      route = "GET /v1/organizations/{organizationId}/invitations",
      permission = "members:invite",
      answer = Invitation.class,
      list = true,
      query = {"status?"},
      summary = "Lists an organization's invitations, newest first.")
  public APIGatewayV2HTTPResponse list(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        call ->
            Answer.ok(
                call.pageByTime(
                    invitations.list(
                        call.pathId("organizationId"),
                        call.queryEnum("status", Invitation.Status.class),
                        call.pageRequest()),
                    Invitation::createdAt,
                    Invitation::id)));
  }

  @Funq("identity-resend-invitation")
  @Http(
      route = "POST /v1/organizations/{organizationId}/invitations/{invitationId}/resend",
      permission = "members:invite",
      answer = Invitation.class,
      errors = {"INVITATION_CLOSED", "ESCALATION", "TOO_MANY_REQUESTS"},
      summary = "Mails a pending invitation again, with a new token and a new end.")
  public APIGatewayV2HTTPResponse resend(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        call ->
            Answer.ok(
                invitations.resend(
                    call.pathId("organizationId"),
                    call.pathId("invitationId"),
                    call.expectedVersion(),
                    Demands.giver(call.caller()))));
  }

  @Funq("identity-revoke-invitation")
  @Http(
      route = "DELETE /v1/organizations/{organizationId}/invitations/{invitationId}",
      permission = "members:invite",
      status = 204,
      errors = "INVITATION_CLOSED",
      summary = "Takes a pending invitation back.")
  public APIGatewayV2HTTPResponse revoke(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        call -> {
          invitations.revoke(
              call.pathId("organizationId"), call.pathId("invitationId"), call.expectedVersion());
          return Answer.noContent();
        });
  }
}
