package dev.freehold.functions.identity;

import dev.freehold.identity.IdentityConfig;
import dev.freehold.identity.signin.SignInResult;
import dev.freehold.identity.signin.SignInResult.SignedIn;
import dev.freehold.kernel.KernelRefusal;
import dev.freehold.lambda.Answer;
import dev.freehold.lambda.HttpCall;
import dev.freehold.lambda.HttpConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Tokens go into the body, or, for browsers, into cookies that no script reads. */
@ApplicationScoped
public class SignInAnswers {

  static final String SESSION_COOKIE = "freehold_session";
  static final String DEVICE_COOKIE = "freehold_device";

  private final HttpConfig http;
  private final IdentityConfig identity;

  SignInAnswers(HttpConfig http, IdentityConfig identity) {
    this.http = http;
    this.identity = identity;
  }

  Answer of(HttpCall call, SignInResult result) {
    return switch (result) {
      case SignInResult.SecondFactor due -> Answer.ok(SecondFactorView.of(due));
      case SignedIn signedIn -> signedIn(call, 200, signedIn);
    };
  }

  /** 201 for who has just become somebody. */
  Answer created(HttpCall call, SignedIn signedIn) {
    return signedIn(call, 201, signedIn).header("Location", "/v1/session");
  }

  private Answer signedIn(HttpCall call, int status, SignedIn signedIn) {
    if (call.origin() == null) {
      return Answer.status(status, SignedInView.withTokens(signedIn));
    }
    Answer answer =
        withSession(Answer.status(status, SignedInView.withoutTokens(signedIn)), signedIn);
    String device = signedIn.deviceToken();
    return device == null
        ? answer
        : answer.cookie(cookie(DEVICE_COOKIE, device, identity.trustedDevice().lifetime()));
  }

  /**
   * The answer with the session's cookie. It is given once and the session is pushed on by use, so
   * it lasts to the session's absolute end.
   */
  public Answer withSession(Answer answer, SignedIn signedIn) {
    return answer.cookie(
        cookie(SESSION_COOKIE, signedIn.sessionToken(), identity.session().absoluteLifetime()));
  }

  /**
   * A browser of a foreign page gets no cookie: it could sign a person in as somebody else.
   *
   * @throws dev.freehold.kernel.Refusal {@code ORIGIN_REFUSED}
   */
  public void requireOwnOrigin(HttpCall call) {
    String origin = call.origin();
    if (origin != null && !http.isOurs(origin)) {
      throw KernelRefusal.ORIGIN_REFUSED.because("signing in from a page needs an Origin of ours");
    }
  }

  /** The device's token: of the request, else the cookie. */
  public @Nullable String deviceToken(HttpCall call, @Nullable String inBody) {
    return inBody != null ? inBody : call.cookie(DEVICE_COOKIE);
  }

  String clearedSession() {
    return cookie(SESSION_COOKIE, "", Duration.ZERO);
  }

  private String cookie(String name, String value, Duration maxAge) {
    return cookie(name, value, "/", maxAge);
  }

  /** One that no script reads. */
  public String cookie(String name, String value, String path, Duration maxAge) {
    String secure = http.secureCookies() ? "; Secure" : "";
    return "%s=%s; Path=%s; Max-Age=%d; HttpOnly%s; SameSite=Lax"
        .formatted(name, value, path, maxAge.toSeconds(), secure);
  }

  /** True while the caller's session counts as fresh. */
  boolean isFresh(HttpCall call) {
    Instant until = freshUntil(call.caller().authenticatedAt());
    return until != null && until.isAfter(call.now());
  }

  /** Until when a session counts as fresh. */
  @Nullable Instant freshUntil(@Nullable Instant authenticatedAt) {
    return authenticatedAt == null ? null : authenticatedAt.plus(identity.session().freshFor());
  }
}
