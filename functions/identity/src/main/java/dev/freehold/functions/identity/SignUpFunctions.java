package dev.freehold.functions.identity;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.freehold.identity.signin.InvitedSignUp;
import dev.freehold.identity.signin.SignUpConfirmation;
import dev.freehold.identity.signin.SignUpService;
import dev.freehold.kernel.KernelRefusal;
import dev.freehold.lambda.Access;
import dev.freehold.lambda.Answer;
import dev.freehold.lambda.Http;
import dev.freehold.lambda.HttpCall;
import dev.freehold.lambda.HttpEdge;
import io.quarkus.funqy.Funq;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Signing up: first the address is proved, then there is somebody. */
public class SignUpFunctions {

  private final HttpEdge edge;
  private final SignUpService signUps;
  private final InvitedSignUp invited;
  private final SignUpConfirmation confirmations;
  private final SignInAnswers answers;

  SignUpFunctions(
      HttpEdge edge,
      SignUpService signUps,
      InvitedSignUp invited,
      SignUpConfirmation confirmations,
      SignInAnswers answers) {
    this.edge = edge;
    this.signUps = signUps;
    this.invited = invited;
    this.confirmations = confirmations;
    this.answers = answers;
  }

  /** What a person types. */
  @RegisterForReflection
  record StartSignUp(
      @NotBlank @Size(max = 320) String email,
      @NotNull @Size(max = 1024) String password,
      @Nullable @Size(min = 1, max = 200) String name,
      @Nullable @Size(min = 1, max = 100) String givenName,
      @Nullable @Size(min = 1, max = 100) String familyName,
      @Nullable @Size(min = 1, max = 100) String organizationName,
      @Nullable @Size(max = 35) @Pattern(regexp = "[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
          String locale,
      @Nullable @Size(max = 64) String timeZone,
      @Nullable Boolean marketing,
      @Nullable @Size(max = 200) String invitationToken) {

    SignUpService.Asked asked() {
      return new SignUpService.Asked(
          email,
          password,
          name,
          givenName,
          familyName,
          organizationName,
          Objects.requireNonNullElse(locale, "en"),
          Objects.requireNonNullElse(timeZone, "UTC"),
          marketing);
    }
  }

  /** A sign-up under way. */
  @RegisterForReflection
  record SignUpView(UUID signUpId, Instant expiresAt) {}

  @Funq("identity-start-sign-up")
  @Http(
      route = "POST /v1/auth/sign-up",
      access = Access.PUBLIC,
      body = StartSignUp.class,
      answer = SignUpView.class,
      status = 202,
      errors = {"SIGN_UP_CLOSED", "ACCOUNT_EXISTS", "INVITATION_GONE", "PASSWORD_REJECTED"},
      transaction = false,
      summary =
          "Mails a code that proves the address; an invitation's token proves it already (201).")
  public APIGatewayV2HTTPResponse start(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        (HttpCall call, StartSignUp body) -> {
          requireTimeZone(body.timeZone());
          String token = body.invitationToken();
          if (token != null) {
            answers.requireOwnOrigin(call);
            return answers.created(call, invited.signUp(body.asked(), token));
          }
          SignUpService.Started started = signUps.start(body.asked());
          return Answer.accepted(new SignUpView(started.signUpId(), started.expiresAt()));
        });
  }

  static void requireTimeZone(@Nullable String timeZone) {
    if (timeZone != null && !ZoneId.getAvailableZoneIds().contains(timeZone)) {
      throw KernelRefusal.VALIDATION_FAILED
          .because("the request has a fault")
          .field("timeZone", "PATTERN", "is no IANA time zone");
    }
  }

  /** Which sign-up. */
  @RegisterForReflection
  record ResendSignUp(@NotNull UUID signUpId) {}

  @Funq("identity-resend-sign-up")
  @Http(
      route = "POST /v1/auth/sign-up/resend",
      access = Access.PUBLIC,
      body = ResendSignUp.class,
      answer = SignUpView.class,
      status = 202,
      errors = "CODE_GONE",
      transaction = false,
      summary = "Mails a new code and link; the old ones are dead.")
  public APIGatewayV2HTTPResponse resend(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        (HttpCall call, ResendSignUp body) -> {
          SignUpService.Started started = signUps.resend(body.signUpId());
          return Answer.accepted(new SignUpView(started.signUpId(), started.expiresAt()));
        });
  }

  /** The mailed code with its sign-up, or the mailed link's token with or without it. */
  @RegisterForReflection
  record ConfirmSignUp(
      @Nullable UUID signUpId,
      @Nullable @Size(max = 20) String code,
      @Nullable @Size(max = 200) String token) {}

  @Funq("identity-confirm-sign-up")
  @Http(
      route = "POST /v1/auth/sign-up/confirm",
      access = Access.PUBLIC,
      body = ConfirmSignUp.class,
      answer = SignedInView.class,
      status = 201,
      errors = {"EMAIL_TAKEN", "CODE_GONE", "CODE_WRONG"},
      transaction = false,
      summary = "Proves the address and makes the person, with a default organization.")
  public APIGatewayV2HTTPResponse confirm(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        (HttpCall call, ConfirmSignUp body) -> {
          answers.requireOwnOrigin(call);
          String token = body.token();
          String code = body.code();
          UUID signUpId = body.signUpId();
          if (token != null) {
            return answers.created(call, confirmations.confirmByLink(signUpId, token));
          }
          if (signUpId == null || code == null) {
            throw KernelRefusal.VALIDATION_FAILED
                .because("send signUpId and code, or token")
                .field(signUpId == null ? "signUpId" : "code", "REQUIRED", "is required");
          }
          return answers.created(call, confirmations.confirmByCode(signUpId, code));
        });
  }
}
