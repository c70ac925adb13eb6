package dev.freehold.functions.identity.operator;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.freehold.functions.identity.SignedInView;
import dev.freehold.identity.operator.Impersonations;
import dev.freehold.identity.signin.SignInResult.SignedIn;
import dev.freehold.lambda.Access;
import dev.freehold.lambda.Answer;
import dev.freehold.lambda.Caller;
import dev.freehold.lambda.Http;
import dev.freehold.lambda.HttpCall;
import dev.freehold.lambda.HttpEdge;
import io.quarkus.funqy.Funq;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.Objects;

/** Operators who act as a user. */
public class ImpersonationFunctions {

  private final HttpEdge edge;
  private final Impersonations impersonations;

  ImpersonationFunctions(HttpEdge edge, Impersonations impersonations) {
    this.edge = edge;
    this.impersonations = impersonations;
  }

  /** The user is told it. */
  @RegisterForReflection
  record Impersonate(@NotBlank @Size(min = 10, max = 500) String reason) {}

  @Funq("identity-impersonate-user")
  @Http(
      route = "POST /v1/admin/users/{userId}/impersonate",
      permission = "users:impersonate",
      fresh = true,
      body = Impersonate.class,
      answer = SignedInView.class,
      status = 201,
      errors = {
        "TARGET_IS_OPERATOR",
        "ALREADY_IMPERSONATING",
        "ACCOUNT_BANNED",
        "ACCOUNT_DISABLED"
      },
      summary = "Opens a session of an hour in which the operator acts as the user.")
  public APIGatewayV2HTTPResponse start(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        (HttpCall call, Impersonate body) -> {
          SignedIn signedIn =
              impersonations.start(Operators.acting(call), call.pathId("userId"), body.reason());
          // Never a cookie: the operator's own session goes on.
          return Answer.created("/v1/session", SignedInView.withTokens(signedIn))
              .withoutSecrets(SignedInView.withoutTokens(signedIn));
        });
  }

  @Funq("identity-end-impersonation")
  @Http(
      route = "POST /v1/session/end-impersonation",
      access = Access.SELF,
      status = 204,
      errors = "NOT_IMPERSONATING",
      duringDeletion = true,
      summary = "Ends the session in which an operator acts as the user.")
  public APIGatewayV2HTTPResponse end(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        call -> {
          Caller caller = call.caller();
          impersonations.end(
              Objects.requireNonNull(caller.sessionId()), caller.user(), caller.impersonatedBy());
          return Answer.noContent();
        });
  }
}
