package dev.freehold.functions.identity;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.freehold.identity.signin.SecondFactorService;
import dev.freehold.identity.signin.SignInService;
import dev.freehold.lambda.Access;
import dev.freehold.lambda.Answer;
import dev.freehold.lambda.Http;
import dev.freehold.lambda.HttpCall;
import dev.freehold.lambda.HttpEdge;
import io.quarkus.funqy.Funq;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Signing in: a password, then a second step where one is due. */
public class SignInFunctions {

  private final HttpEdge edge;
  private final SignInService signIns;
  private final SecondFactorService secondFactors;
  private final SignInAnswers answers;

  SignInFunctions(
      HttpEdge edge,
      SignInService signIns,
      SecondFactorService secondFactors,
      SignInAnswers answers) {
    this.edge = edge;
    this.signIns = signIns;
    this.secondFactors = secondFactors;
    this.answers = answers;
  }

  /** {@code deviceToken}: of a trusted device; else the cookie. */
  @RegisterForReflection
  record CreateSession(
      @NotBlank @Size(max = 320) String email,
      @NotNull @Size(max = 1024) String password,
      @Nullable @Size(max = 200) String deviceToken) {}

  @Funq("identity-create-session")
  @Http(
      route = "POST /v1/auth/sign-in",
      access = Access.PUBLIC,
      body = CreateSession.class,
      answer = SignInView.class,
      errors = {
        "INVALID_CREDENTIALS",
        "TOO_MANY_ATTEMPTS",
        "EMAIL_NOT_VERIFIED",
        "ACCOUNT_BANNED",
        "ACCOUNT_DISABLED"
      },
      transaction = false,
      summary = "Signs in with a password, or asks for the second step.")
  public APIGatewayV2HTTPResponse create(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        (HttpCall call, CreateSession body) -> {
          answers.requireOwnOrigin(call);
          return answers.of(
              call,
              signIns.signIn(
                  body.email(), body.password(), answers.deviceToken(call, body.deviceToken())));
        });
  }

  /** {@code trustDevice}: not to be asked again on this device for a while. */
  @RegisterForReflection
  record ConfirmSecondFactor(
      @NotNull UUID challengeId,
      @NotNull SecondFactorService.Method method,
      @NotBlank @Size(max = 40) String code,
      @Nullable Boolean trustDevice) {}

  @Funq("identity-confirm-second-factor")
  @Http(
      route = "POST /v1/auth/second-factor",
      access = Access.PUBLIC,
      body = ConfirmSecondFactor.class,
      answer = SignedInView.class,
      errors = {"METHOD_NOT_AVAILABLE", "CHALLENGE_GONE", "CODE_WRONG", "TOO_MANY_ATTEMPTS"},
      transaction = false,
      summary = "Takes the second step of a sign-in.")
  public APIGatewayV2HTTPResponse confirm(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        (HttpCall call, ConfirmSecondFactor body) -> {
          answers.requireOwnOrigin(call);
          return answers.of(
              call,
              secondFactors.confirm(
                  body.challengeId(),
                  body.method(),
                  body.code(),
                  Boolean.TRUE.equals(body.trustDevice())));
        });
  }

  /** Which challenge. */
  @RegisterForReflection
  record ResendSecondFactor(@NotNull UUID challengeId) {}

  /** Until when the challenge lives. */
  @RegisterForReflection
  record ChallengeView(Instant expiresAt) {}

  @Funq("identity-resend-second-factor")
  @Http(
      route = "POST /v1/auth/second-factor/resend",
      access = Access.PUBLIC,
      body = ResendSecondFactor.class,
      answer = ChallengeView.class,
      status = 202,
      errors = {"CHALLENGE_GONE", "METHOD_NOT_AVAILABLE"},
      transaction = false,
      summary = "Mails a new code for a challenge; the old one is dead.")
  public APIGatewayV2HTTPResponse resend(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        (HttpCall call, ResendSecondFactor body) ->
            Answer.accepted(new ChallengeView(secondFactors.resend(body.challengeId()))));
  }
}
