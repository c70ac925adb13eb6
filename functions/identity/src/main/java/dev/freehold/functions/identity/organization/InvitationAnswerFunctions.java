package dev.freehold.functions.identity.organization;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.freehold.identity.invitation.Invitation;
import dev.freehold.identity.invitation.InvitationAnswers;
import dev.freehold.identity.member.Member;
import dev.freehold.kernel.KernelRefusal;
import dev.freehold.lambda.Access;
import dev.freehold.lambda.Answer;
import dev.freehold.lambda.Http;
import dev.freehold.lambda.HttpCall;
import dev.freehold.lambda.HttpEdge;
import io.quarkus.funqy.Funq;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Invitations as the invited see and answer them. */
public class InvitationAnswerFunctions {

  private final HttpEdge edge;
  private final InvitationAnswers answers;

  InvitationAnswerFunctions(HttpEdge edge, InvitationAnswers answers) {
    this.edge = edge;
    this.answers = answers;
  }

  @Funq("identity-list-own-invitations")
  @Http(
      route = "GET /v1/users/me/invitations",
      access = Access.SELF,
      answer = Invitation.class,
      list = true,
      twoFactorExempt = true,
      summary = "Lists pending invitations to the caller's verified addresses, newest first.")
  public APIGatewayV2HTTPResponse listOwn(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        call ->
            Answer.ok(
                call.pageByTime(
                    answers.listOwn(call.pageRequest()), Invitation::createdAt, Invitation::id)));
  }

  /** As mailed. */
  @RegisterForReflection
  record LookUpInvitation(@NotBlank @Size(max = 200) String token) {}

  @Funq("identity-look-up-invitation")
  @Http(
      route = "POST /v1/invitations/look-up",
      access = Access.PUBLIC,
      body = LookUpInvitation.class,
      answer = InvitationAnswers.Shown.class,
      errors = "INVITATION_GONE",
      idempotent = false,
      summary = "Shows the holder of a mailed token what it invites to.")
  public APIGatewayV2HTTPResponse lookUp(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event, (HttpCall call, LookUpInvitation body) -> Answer.ok(answers.lookUp(body.token())));
  }

  /** One of both. */
  @RegisterForReflection
  record AnswerInvitation(
      @Nullable @Size(min = 1, max = 200) String token, @Nullable UUID invitationId) {

    InvitationAnswers.Named named() {
      if ((token == null) == (invitationId == null)) {
        throw KernelRefusal.VALIDATION_FAILED
            .because("send token or invitationId")
            .field("token", token == null ? "REQUIRED" : "PATTERN", "is sent, or invitationId is");
      }
      return new InvitationAnswers.Named(token, invitationId);
    }
  }

  @Funq("identity-accept-invitation")
  @Http(
      route = "POST /v1/invitations/accept",
      access = Access.SELF,
      body = AnswerInvitation.class,
      answer = Member.class,
      errors = {"INVITATION_NOT_YOURS", "INVITATION_GONE"},
      twoFactorExempt = true,
      summary = "Makes the caller a member; again by the same caller: the same member.")
  public APIGatewayV2HTTPResponse accept(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        (HttpCall call, AnswerInvitation body) ->
            Answer.ok(answers.accept(body.named(), call.caller().user()).withoutTwoFactor()));
  }

  @Funq("identity-decline-invitation")
  @Http(
      route = "POST /v1/invitations/decline",
      access = Access.OPTIONAL,
      body = AnswerInvitation.class,
      status = 204,
      errors = {"INVITATION_NOT_YOURS", "INVITATION_GONE"},
      twoFactorExempt = true,
      idempotent = false,
      summary = "Says no: by the mailed token, or signed in as the invited.")
  public APIGatewayV2HTTPResponse decline(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        (HttpCall call, AnswerInvitation body) -> {
          InvitationAnswers.Named named = body.named();
          if (named.token() == null && call.callerOrNull() == null) {
            throw KernelRefusal.UNAUTHENTICATED.because("sign in, or send the token");
          }
          answers.decline(named);
          return Answer.noContent();
        });
  }
}
