package dev.freehold.functions.identity;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.freehold.identity.recovery.PasswordChange;
import dev.freehold.identity.recovery.PasswordResetService;
import dev.freehold.lambda.Access;
import dev.freehold.lambda.Answer;
import dev.freehold.lambda.Caller;
import dev.freehold.lambda.Http;
import dev.freehold.lambda.HttpCall;
import dev.freehold.lambda.HttpEdge;
import io.quarkus.funqy.Funq;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Setting a password: by a mailed link, or knowing the one before. */
public class PasswordFunctions {

  private final HttpEdge edge;
  private final PasswordResetService resets;
  private final PasswordChange changes;
  private final SignInAnswers answers;

  PasswordFunctions(
      HttpEdge edge, PasswordResetService resets, PasswordChange changes, SignInAnswers answers) {
    this.edge = edge;
    this.resets = resets;
    this.changes = changes;
    this.answers = answers;
  }

  /** Whose password was forgotten. */
  @RegisterForReflection
  record RequestPasswordReset(@NotBlank @Size(max = 320) String email) {}

  @Funq("identity-request-password-reset")
  @Http(
      route = "POST /v1/auth/password-reset",
      access = Access.PUBLIC,
      body = RequestPasswordReset.class,
      answer = AcceptedView.class,
      status = 202,
      transaction = false,
      summary = "Mails a link to set a new password; unknown addresses are answered alike.")
  public APIGatewayV2HTTPResponse requestReset(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        (HttpCall call, RequestPasswordReset body) -> {
          resets.request(body.email());
          return Answer.accepted(AcceptedView.ACCEPTED);
        });
  }

  /** The mailed token, and what the password is to be. */
  @RegisterForReflection
  record ConfirmPasswordReset(
      @NotBlank @Size(max = 200) String token, @NotNull @Size(max = 1024) String password) {}

  @Funq("identity-confirm-password-reset")
  @Http(
      route = "POST /v1/auth/password-reset/confirm",
      access = Access.PUBLIC,
      body = ConfirmPasswordReset.class,
      status = 204,
      errors = {"TOKEN_GONE", "PASSWORD_REJECTED"},
      transaction = false,
      summary = "Sets a new password; ends all sessions and trusted devices, and signs nobody in.")
  public APIGatewayV2HTTPResponse confirmReset(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        (HttpCall call, ConfirmPasswordReset body) -> {
          resets.confirm(body.token(), body.password());
          return Answer.noContent();
        });
  }

  /** {@code currentPassword} left out when none is set. */
  @RegisterForReflection
  record ChangePassword(
      @Nullable @Size(max = 1024) String currentPassword,
      @NotNull @Size(max = 1024) String newPassword) {}

  @Funq("identity-change-password")
  @Http(
      route = "POST /v1/users/me/password",
      access = Access.SELF,
      body = ChangePassword.class,
      status = 204,
      errors = {"CURRENT_PASSWORD_WRONG", "PASSWORD_REJECTED", "TOO_MANY_ATTEMPTS"},
      transaction = false,
      idempotent = false,
      summary = "Sets another password; ends the other sessions and all trusted devices.")
  public APIGatewayV2HTTPResponse change(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        (HttpCall call, ChangePassword body) -> {
          Caller caller = call.caller();
          changes.change(
              caller.user(),
              Objects.requireNonNull(caller.sessionId()),
              answers.isFresh(call),
              body.currentPassword(),
              body.newPassword());
          return Answer.noContent();
        });
  }
}
