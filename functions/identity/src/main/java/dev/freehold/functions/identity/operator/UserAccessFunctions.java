package dev.freehold.functions.identity.operator;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.freehold.identity.operator.UserAccess;
import dev.freehold.lambda.Answer;
import dev.freehold.lambda.Http;
import dev.freehold.lambda.HttpCall;
import dev.freehold.lambda.HttpEdge;
import io.quarkus.funqy.Funq;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

/** How operators help people in, or put them out. */
public class UserAccessFunctions {

  private final HttpEdge edge;
  private final UserAccess access;

  UserAccessFunctions(HttpEdge edge, UserAccess access) {
    this.edge = edge;
    this.access = access;
  }

  @Funq("identity-unlock-user")
  @Http(
      route = "POST /v1/admin/users/{userId}/unlock",
      permission = "users:unlock",
      status = 204,
      errors = "TARGET_IS_OPERATOR",
      summary = "Takes the counters of wrong passwords and codes away.")
  public APIGatewayV2HTTPResponse unlock(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        call -> {
          access.unlock(Operators.acting(call), call.pathId("userId"));
          return Answer.noContent();
        });
  }

  /** How many ended. */
  @RegisterForReflection
  record RevokedSessions(int revoked) {}

  @Funq("identity-revoke-user-sessions")
  @Http(
      route = "POST /v1/admin/users/{userId}/revoke-sessions",
      permission = "users:revoke-sessions",
      answer = RevokedSessions.class,
      errors = "TARGET_IS_OPERATOR",
      summary = "Ends all sessions of a person from the next call on.")
  public APIGatewayV2HTTPResponse revokeSessions(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        call ->
            Answer.ok(
                new RevokedSessions(
                    access.revokeSessions(Operators.acting(call), call.pathId("userId")))));
  }

  /** For the audit. */
  @RegisterForReflection
  record ResetTwoFactor(@NotBlank @Size(min = 10, max = 500) String reason) {}

  @Funq("identity-reset-two-factor")
  @Http(
      route = "POST /v1/admin/users/{userId}/reset-two-factor",
      permission = "users:reset-two-factor",
      fresh = true,
      body = ResetTwoFactor.class,
      status = 204,
      errors = "TARGET_IS_OPERATOR",
      summary = "Takes a person's authenticator away; sessions and devices end.")
  public APIGatewayV2HTTPResponse resetTwoFactor(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        (HttpCall call, ResetTwoFactor body) -> {
          access.resetTwoFactor(Operators.acting(call), call.pathId("userId"), body.reason());
          return Answer.noContent();
        });
  }
}
