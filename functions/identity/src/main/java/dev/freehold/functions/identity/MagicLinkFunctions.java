package dev.freehold.functions.identity;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.freehold.identity.recovery.MagicLinkService;
import dev.freehold.lambda.Access;
import dev.freehold.lambda.Answer;
import dev.freehold.lambda.Http;
import dev.freehold.lambda.HttpCall;
import dev.freehold.lambda.HttpEdge;
import io.quarkus.funqy.Funq;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/** Signing in by a mailed link. */
public class MagicLinkFunctions {

  private final HttpEdge edge;
  private final MagicLinkService links;
  private final SignInAnswers answers;

  MagicLinkFunctions(HttpEdge edge, MagicLinkService links, SignInAnswers answers) {
    this.edge = edge;
    this.links = links;
    this.answers = answers;
  }

  /** {@code redirectPath}: a path of the app, where it goes afterwards. */
  @RegisterForReflection
  record RequestMagicLink(
      @NotBlank @Size(max = 320) String email, @Nullable @Size(max = 1024) String redirectPath) {}

  @Funq("identity-request-magic-link")
  @Http(
      route = "POST /v1/auth/magic-link",
      access = Access.PUBLIC,
      body = RequestMagicLink.class,
      answer = AcceptedView.class,
      status = 202,
      transaction = false,
      summary = "Mails a link to sign in; unknown addresses are answered alike.")
  public APIGatewayV2HTTPResponse request(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        (HttpCall call, RequestMagicLink body) -> {
          links.request(body.email(), body.redirectPath());
          return Answer.accepted(AcceptedView.ACCEPTED);
        });
  }

  /** The mailed token. */
  @RegisterForReflection
  record RedeemMagicLink(@NotBlank @Size(max = 200) String token) {}

  @Funq("identity-redeem-magic-link")
  @Http(
      route = "POST /v1/auth/magic-link/redeem",
      access = Access.PUBLIC,
      body = RedeemMagicLink.class,
      answer = SignInView.class,
      errors = {"TOKEN_GONE", "ACCOUNT_BANNED", "ACCOUNT_DISABLED"},
      transaction = false,
      summary = "Signs in by a mailed link, or asks for the authenticator.")
  public APIGatewayV2HTTPResponse redeem(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        (HttpCall call, RedeemMagicLink body) -> {
          answers.requireOwnOrigin(call);
          return answers.of(call, links.redeem(body.token(), answers.deviceToken(call, null)));
        });
  }
}
