package dev.freehold.functions.identity.provider;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.freehold.functions.identity.SignInAnswers;
import dev.freehold.identity.provider.ProviderSignIn;
import dev.freehold.identity.provider.ProviderSignIn.Asked;
import dev.freehold.identity.provider.ProviderSignIn.Landing;
import dev.freehold.identity.provider.ProviderSignIn.Linker;
import dev.freehold.identity.provider.ProviderSignIn.Returned;
import dev.freehold.identity.signin.Links;
import dev.freehold.identity.signin.SignInResult;
import dev.freehold.kernel.Kind;
import dev.freehold.kernel.Refusal;
import dev.freehold.lambda.Access;
import dev.freehold.lambda.Answer;
import dev.freehold.lambda.Caller;
import dev.freehold.lambda.Http;
import dev.freehold.lambda.HttpCall;
import dev.freehold.lambda.HttpEdge;
import dev.freehold.lambda.catalogue.Outside;
import dev.freehold.lambda.catalogue.Uses;
import io.quarkus.funqy.Funq;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Signing in, and linking an account, at a provider. */
public class ProviderFunctions {

  private static final String COOKIE = "freehold_provider";
  private static final String COOKIE_PATH = "/v1/auth/providers";

  private final HttpEdge edge;
  private final ProviderSignIn providers;
  private final SignInAnswers answers;
  private final Links links;

  ProviderFunctions(HttpEdge edge, ProviderSignIn providers, SignInAnswers answers, Links links) {
    this.edge = edge;
    this.providers = providers;
    this.answers = answers;
    this.links = links;
  }

  /** {@code link}: adds the account to the caller's own, which needs a fresh session. */
  @RegisterForReflection
  record StartProviderSignIn(
      @Nullable @Size(max = 1024) String redirectPath,
      @Nullable @Size(max = 200) String invitationToken,
      @Nullable Boolean link) {}

  /** Where the browser goes. */
  @RegisterForReflection
  record AuthorizationView(String authorizationUrl) {}

  @Funq("identity-start-provider-sign-in")
  @Http(
      route = "POST /v1/auth/providers/{provider}/start",
      access = Access.PUBLIC,
      body = StartProviderSignIn.class,
      answer = AuthorizationView.class,
      errors = "PROVIDER_REFUSED",
      transaction = false,
      idempotent = false,
      summary = "Says where the browser goes to sign in at a provider, or to link an account.")
  public APIGatewayV2HTTPResponse start(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        (HttpCall call, StartProviderSignIn body) -> {
          answers.requireOwnOrigin(call);
          var started =
              providers.start(
                  call.path("provider"),
                  new Asked(body.redirectPath(), body.invitationToken(), linker(call, body)));
          return Answer.ok(new AuthorizationView(started.authorizationUrl().toString()))
              .cookie(answers.cookie(COOKIE, started.cookie(), COOKIE_PATH, started.lifetime()));
        });
  }

  private static @Nullable Linker linker(HttpCall call, StartProviderSignIn body) {
    if (!Boolean.TRUE.equals(body.link())) {
      return null;
    }
    Caller caller = call.freshSession();
    return new Linker(caller.user(), Objects.requireNonNull(caller.sessionId()));
  }

  @Funq("identity-finish-provider-sign-in")
  @Uses(Outside.PROVIDERS)
  @Http(
      route = "GET /v1/auth/providers/{provider}/callback",
      access = Access.PUBLIC,
      query = {
        "code?",
        "state?",
        "error?",
        "error_description?",
        "error_uri?",
        "iss?",
        "scope?",
        "authuser?",
        "prompt?",
        "hd?"
      },
      status = 303,
      transaction = false,
      summary = "Takes the browser back from a provider and sends it on to the app.")
  public APIGatewayV2HTTPResponse finish(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event, call -> land(call).cookie(answers.cookie(COOKIE, "", COOKIE_PATH, Duration.ZERO)));
  }

  /** What is refused is told to the app, which shows it. */
  private Answer land(HttpCall call) {
    try {
      return landed(
          call,
          providers.finish(
              call.path("provider"),
              new Returned(
                  call.query("state"),
                  call.query("code"),
                  call.query("error"),
                  call.cookie(COOKIE),
                  answers.deviceToken(call, null))));
    } catch (Refusal refusal) {
      if (refusal.kind() == Kind.NOT_FOUND || refusal.kind() == Kind.UNAVAILABLE) {
        throw refusal;
      }
      return Answer.seeOther(links.signInError(refusal.code()));
    }
  }

  private Answer landed(HttpCall call, Landing landing) {
    String path = landing.redirectPath();
    return switch (landing.signIn()) {
      case null -> Answer.seeOther(links.app(path));
      case SignInResult.SecondFactor due ->
          Answer.seeOther(links.signInChallenge(due.challengeId()));
      case SignInResult.SignedIn signedIn ->
          answers.withSession(Answer.seeOther(links.app(path)), signedIn);
    };
  }
}
