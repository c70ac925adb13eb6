package dev.freehold.functions.identity;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.freehold.identity.organization.Organization;
import dev.freehold.identity.organization.OrganizationService;
import dev.freehold.identity.signin.Sessions;
import dev.freehold.identity.user.User;
import dev.freehold.identity.user.Users;
import dev.freehold.lambda.Access;
import dev.freehold.lambda.Answer;
import dev.freehold.lambda.Caller;
import dev.freehold.lambda.Http;
import dev.freehold.lambda.HttpEdge;
import io.quarkus.funqy.Funq;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The session under way. */
public class SessionFunctions {

  private final HttpEdge edge;
  private final Sessions sessions;
  private final Users users;
  private final OrganizationService organizations;
  private final SignInAnswers answers;

  SessionFunctions(
      HttpEdge edge,
      Sessions sessions,
      Users users,
      OrganizationService organizations,
      SignInAnswers answers) {
    this.edge = edge;
    this.sessions = sessions;
    this.users = users;
    this.organizations = organizations;
    this.answers = answers;
  }

  /** Who calls, where, and what they may do; session and freshUntil null for keys. */
  @RegisterForReflection
  record CallerView(
      @Nullable SessionView session,
      @Nullable User user,
      @Nullable Organization organization,
      @Nullable String role,
      @Nullable UUID roleId,
      List<String> permissions,
      @Nullable Instant freshUntil) {}

  @Funq("identity-get-session")
  @Http(
      route = "GET /v1/session",
      access = Access.CALLER,
      answer = CallerView.class,
      twoFactorExempt = true,
      duringDeletion = true,
      summary = "Shows who calls, in which organization, and what they may do.")
  public APIGatewayV2HTTPResponse get(APIGatewayV2HTTPEvent event) {
    return edge.answer(event, call -> Answer.ok(view(call.caller())));
  }

  private CallerView view(Caller caller) {
    UUID sessionId = caller.sessionId();
    UUID userId = caller.userId();
    UUID organizationId = caller.organizationId();
    Sessions.Owned owned = sessionId == null ? null : sessions.get(sessionId);
    OrganizationService.Seen seen =
        organizationId == null ? null : organizations.see(organizationId, userId);
    return new CallerView(
        owned == null ? null : SessionView.of(owned.session(), sessionId),
        owned != null ? owned.user() : userId == null ? null : users.get(userId),
        seen == null ? null : seen.organization(),
        caller.role(),
        seen == null ? null : seen.customRoleId(),
        caller.permissions().stream().sorted().toList(),
        answers.freshUntil(caller.authenticatedAt()));
  }

  @Funq("identity-end-session")
  @Http(
      route = "POST /v1/auth/sign-out",
      access = Access.SELF,
      status = 204,
      twoFactorExempt = true,
      duringDeletion = true,
      idempotent = false,
      summary = "Signs out; the token is dead from the next call on.")
  public APIGatewayV2HTTPResponse end(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        call -> {
          Caller caller = call.caller();
          sessions.end(
              Objects.requireNonNull(caller.sessionId()), caller.user(), caller.organizationId());
          return Answer.noContent().cookie(answers.clearedSession());
        });
  }
}
