package dev.freehold.functions.identity;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.freehold.identity.session.OwnSessions;
import dev.freehold.identity.session.Reauthentication;
import dev.freehold.identity.signin.Sessions;
import dev.freehold.kernel.KernelRefusal;
import dev.freehold.kernel.Maybe;
import dev.freehold.lambda.Access;
import dev.freehold.lambda.Answer;
import dev.freehold.lambda.Caller;
import dev.freehold.lambda.Http;
import dev.freehold.lambda.HttpCall;
import dev.freehold.lambda.HttpEdge;
import io.quarkus.funqy.Funq;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Sessions as their owner sees, ends and refreshes them. */
public class OwnSessionFunctions {

  private final HttpEdge edge;
  private final OwnSessions own;
  private final Sessions sessions;
  private final Reauthentication reauthentication;
  private final SignInAnswers answers;

  OwnSessionFunctions(
      HttpEdge edge,
      OwnSessions own,
      Sessions sessions,
      Reauthentication reauthentication,
      SignInAnswers answers) {
    this.edge = edge;
    this.own = own;
    this.sessions = sessions;
    this.reauthentication = reauthentication;
    this.answers = answers;
  }

  private static UUID sessionId(Caller caller) {
    return Objects.requireNonNull(caller.sessionId());
  }

  @Funq("identity-list-sessions")
  @Http(
      route = "GET /v1/users/me/sessions",
      access = Access.SELF,
      answer = SessionView.class,
      list = true,
      summary = "Lists one's live sessions, newest first.")
  public APIGatewayV2HTTPResponse list(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        call ->
            Answer.ok(
                call.page(
                    own.list(call.caller().user(), call.pageRequest()),
                    session -> SessionView.of(session, call.caller().sessionId()),
                    session -> List.of(session.createdAt().toString(), session.id().toString()))));
  }

  @Funq("identity-revoke-session")
  @Http(
      route = "DELETE /v1/users/me/sessions/{sessionId}",
      access = Access.SELF,
      status = 204,
      summary = "Ends one of one's sessions from the next call on.")
  public APIGatewayV2HTTPResponse revoke(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        call -> {
          own.revoke(call.caller().user(), call.pathId("sessionId"));
          return Answer.noContent();
        });
  }

  /** {@code keepCurrent} left out: true. */
  @RegisterForReflection
  record RevokeSessions(@Nullable Boolean keepCurrent) {}

  /** How many ended. */
  @RegisterForReflection
  record RevokedView(int revoked) {}

  @Funq("identity-revoke-sessions")
  @Http(
      route = "POST /v1/users/me/sessions/revoke-all",
      access = Access.SELF,
      body = RevokeSessions.class,
      answer = RevokedView.class,
      summary = "Ends one's other sessions, or all of them.")
  public APIGatewayV2HTTPResponse revokeAll(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        (HttpCall call, RevokeSessions body) -> {
          boolean keep = !Boolean.FALSE.equals(body.keepCurrent());
          UUID kept = keep ? call.caller().sessionId() : null;
          return Answer.ok(new RevokedView(own.revokeAll(call.caller().user(), kept)));
        });
  }

  /** Null: no organization. The edge has found that the caller is a member. */
  @RegisterForReflection
  record SelectOrganization(Maybe<UUID> organizationId) {}

  @Funq("identity-select-organization")
  @Http(
      route = "PUT /v1/session/organization",
      access = Access.SELF,
      body = SelectOrganization.class,
      answer = SessionView.class,
      summary = "Says in which organization the session acts where a call names none.")
  public APIGatewayV2HTTPResponse select(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        (HttpCall call, SelectOrganization body) -> {
          Caller caller = call.caller();
          // Left out is not null: nobody leaves an organization by sending nothing.
          if (!body.organizationId().isPresent()) {
            throw KernelRefusal.VALIDATION_FAILED
                .because("the request has a fault")
                .field("organizationId", "REQUIRED", "is required");
          }
          UUID asked = body.organizationId().value();
          // The query may have named another one, and that is the one the edge has judged.
          if (asked != null && !asked.equals(caller.organizationId())) {
            throw KernelRefusal.notFound("organization");
          }
          own.select(sessionId(caller), caller.user(), asked);
          return Answer.ok(
              SessionView.of(sessions.get(sessionId(caller)).session(), caller.sessionId()));
        });
  }

  /** Until when the mailed code lives. */
  @RegisterForReflection
  record CodeView(Instant expiresAt) {}

  @Funq("identity-request-reauthentication")
  @Http(
      route = "POST /v1/session/reauthenticate/code",
      access = Access.SELF,
      answer = CodeView.class,
      status = 202,
      errors = "METHOD_NOT_AVAILABLE",
      transaction = false,
      idempotent = false,
      summary = "Mails a code, where neither authenticator nor password is set.")
  public APIGatewayV2HTTPResponse requestCode(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        call -> Answer.accepted(new CodeView(reauthentication.mailCode(call.caller().user()))));
  }

  /** {@code secret}: the password, or the code. */
  @RegisterForReflection
  record Reauthenticate(
      @NotNull Reauthentication.Method method, @NotNull @Size(max = 1024) String secret) {}

  /** Until when the session counts as fresh. */
  @RegisterForReflection
  record FreshView(@Nullable Instant freshUntil) {}

  @Funq("identity-confirm-reauthentication")
  @Http(
      route = "POST /v1/session/reauthenticate",
      access = Access.SELF,
      body = Reauthenticate.class,
      answer = FreshView.class,
      errors = {"METHOD_NOT_AVAILABLE", "TOO_MANY_ATTEMPTS", "CODE_WRONG"},
      transaction = false,
      idempotent = false,
      summary = "Makes the session fresh again.")
  public APIGatewayV2HTTPResponse confirm(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        (HttpCall call, Reauthenticate body) -> {
          Caller caller = call.caller();
          Instant at =
              reauthentication.confirm(
                  caller.user(), sessionId(caller), body.method(), body.secret());
          return Answer.ok(new FreshView(answers.freshUntil(at)));
        });
  }
}
