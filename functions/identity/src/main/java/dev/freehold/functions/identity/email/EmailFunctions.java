package dev.freehold.functions.identity.email;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.freehold.functions.identity.AcceptedView;
import dev.freehold.identity.email.Email;
import dev.freehold.identity.email.EmailService;
import dev.freehold.identity.email.EmailVerification;
import dev.freehold.lambda.Access;
import dev.freehold.lambda.Answer;
import dev.freehold.lambda.Http;
import dev.freehold.lambda.HttpCall;
import dev.freehold.lambda.HttpEdge;
import io.quarkus.funqy.Funq;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

/** One's own addresses. */
public class EmailFunctions {

  private final HttpEdge edge;
  private final EmailService emails;
  private final EmailVerification verification;

  EmailFunctions(HttpEdge edge, EmailService emails, EmailVerification verification) {
    this.edge = edge;
    this.emails = emails;
    this.verification = verification;
  }

  @Funq("identity-list-emails")
  @Http(
      route = "GET /v1/users/me/emails",
      access = Access.SELF,
      answer = Email.class,
      list = true,
      summary = "Lists one's addresses, newest first.")
  public APIGatewayV2HTTPResponse list(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        call ->
            Answer.ok(
                call.pageByTime(
                    emails.list(call.caller().user(), call.pageRequest()),
                    Email::createdAt,
                    Email::id)));
  }

  /** An address to be one's own. */
  @RegisterForReflection
  record AddEmail(@NotBlank @Size(max = 320) String email) {}

  @Funq("identity-add-email")
  @Http(
      route = "POST /v1/users/me/emails",
      access = Access.SELF,
      fresh = true,
      body = AddEmail.class,
      answer = Email.class,
      status = 201,
      errors = {"EMAIL_ALREADY_ADDED", "LIMIT_REACHED"},
      transaction = false,
      summary = "Adds an address and mails a link that proves it; others' are answered alike.")
  public APIGatewayV2HTTPResponse add(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        (HttpCall call, AddEmail body) ->
            Answer.created("/v1/users/me/emails", emails.add(call.caller().user(), body.email())));
  }

  /** The mailed token. */
  @RegisterForReflection
  record VerifyEmail(@NotBlank @Size(max = 200) String token) {}

  @Funq("identity-verify-email")
  @Http(
      route = "POST /v1/emails/verify",
      access = Access.PUBLIC,
      body = VerifyEmail.class,
      answer = Email.class,
      errors = {"EMAIL_TAKEN", "TOKEN_GONE"},
      transaction = false,
      summary = "Proves an address by the link that was mailed there.")
  public APIGatewayV2HTTPResponse verify(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event, (HttpCall call, VerifyEmail body) -> Answer.ok(verification.verify(body.token())));
  }

  @Funq("identity-resend-email-verification")
  @Http(
      route = "POST /v1/users/me/emails/{emailId}/resend",
      access = Access.SELF,
      answer = AcceptedView.class,
      status = 202,
      errors = "ALREADY_VERIFIED",
      transaction = false,
      summary = "Mails a new link that proves an address; the one before is dead.")
  public APIGatewayV2HTTPResponse resend(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        call -> {
          emails.resend(call.caller().user(), call.pathId("emailId"));
          return Answer.accepted(AcceptedView.ACCEPTED);
        });
  }

  @Funq("identity-make-email-primary")
  @Http(
      route = "POST /v1/users/me/emails/{emailId}/make-primary",
      access = Access.SELF,
      fresh = true,
      answer = Email.class,
      errors = "EMAIL_NOT_VERIFIED",
      summary = "Sends mails about the account there from now on; the old address is told.")
  public APIGatewayV2HTTPResponse makePrimary(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event, call -> Answer.ok(emails.makePrimary(call.caller().user(), call.pathId("emailId"))));
  }

  @Funq("identity-remove-email")
  @Http(
      route = "DELETE /v1/users/me/emails/{emailId}",
      access = Access.SELF,
      fresh = true,
      status = 204,
      errors = "PRIMARY_EMAIL",
      summary = "Takes an address away; it is told.")
  public APIGatewayV2HTTPResponse remove(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        call -> {
          emails.remove(call.caller().user(), call.pathId("emailId"));
          return Answer.noContent();
        });
  }
}
