package dev.freehold.functions.identity.audit;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.freehold.identity.audit.AuthenticationRecord;
import dev.freehold.identity.audit.AuthorizationRecord;
import dev.freehold.identity.audit.SecurityLog;
import dev.freehold.identity.audit.SecurityLog.Filter;
import dev.freehold.lambda.Access;
import dev.freehold.lambda.Answer;
import dev.freehold.lambda.Http;
import dev.freehold.lambda.HttpCall;
import dev.freehold.lambda.HttpEdge;
import io.quarkus.funqy.Funq;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Who signed in how, and who was allowed or refused what. */
public class SecurityLogFunctions {

  private final HttpEdge edge;
  private final SecurityLog log;

  SecurityLogFunctions(HttpEdge edge, SecurityLog log) {
    this.edge = edge;
    this.log = log;
  }

  @Funq("identity-list-own-events")
  @Http(
      route = "GET /v1/users/me/authentication-events",
      access = Access.SELF,
      answer = AuthenticationRecord.class,
      list = true,
      query = {"eventType?"},
      summary = "Lists what happened to the caller's account, newest first.")
  public APIGatewayV2HTTPResponse own(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        call -> authentications(call, Filter.of(call.caller().user(), call.query("eventType"))));
  }

  @Funq("identity-list-authentication-events")
  @Http(
      route = "GET /v1/organizations/{organizationId}/audit/authentication",
      permission = "audit:read",
      answer = AuthenticationRecord.class,
      list = true,
      query = {"userId?", "result?", "eventType?", "from?", "to?"},
      summary = "Lists an organization's sign-ins and what else proves who is who, newest first.")
  public APIGatewayV2HTTPResponse listAuthentication(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event, call -> authentications(call, ofEvents(call, call.pathId("organizationId"))));
  }

  @Funq("identity-list-authorization-events")
  @Http(
      route = "GET /v1/organizations/{organizationId}/audit/authorization",
      permission = "audit:read",
      answer = AuthorizationRecord.class,
      list = true,
      query = {"userId?", "result?", "permission?", "from?", "to?"},
      summary = "Lists what was allowed and refused in an organization, newest first.")
  public APIGatewayV2HTTPResponse listAuthorization(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event, call -> decisions(call, ofDecisions(call, call.pathId("organizationId"))));
  }

  @Funq("identity-list-all-authentication-events")
  @Http(
      route = "GET /v1/admin/audit/authentication",
      permission = "audit:read-any",
      answer = AuthenticationRecord.class,
      list = true,
      query = {"userId?", "result?", "eventType?", "from?", "to?", "organizationId?"},
      summary = "Lists sign-ins of the whole installation, newest first.")
  public APIGatewayV2HTTPResponse listAllAuthentication(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event, call -> authentications(call, ofEvents(call, call.queryId("organizationId"))));
  }

  @Funq("identity-list-all-authorization-events")
  @Http(
      route = "GET /v1/admin/audit/authorization",
      permission = "audit:read-any",
      answer = AuthorizationRecord.class,
      list = true,
      query = {"userId?", "result?", "permission?", "from?", "to?", "organizationId?"},
      summary = "Lists decisions of the whole installation, newest first.")
  public APIGatewayV2HTTPResponse listAllAuthorization(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event, call -> decisions(call, ofDecisions(call, call.queryId("organizationId"))));
  }

  private static Filter ofEvents(HttpCall call, @Nullable UUID organizationId) {
    return new Filter(
        organizationId,
        call.queryId("userId"),
        call.queryEnum("result", AuthenticationRecord.Result.class),
        call.query("eventType"),
        call.queryInstant("from"),
        call.queryInstant("to"));
  }

  private static Filter ofDecisions(HttpCall call, @Nullable UUID organizationId) {
    return new Filter(
        organizationId,
        call.queryId("userId"),
        call.queryEnum("result", AuthorizationRecord.Result.class),
        call.query("permission"),
        call.queryInstant("from"),
        call.queryInstant("to"));
  }

  private Answer authentications(HttpCall call, Filter filter) {
    return Answer.ok(
        call.pageByTime(
            log.authentications(filter, call.pageRequest()),
            AuthenticationRecord::occurredAt,
            AuthenticationRecord::id));
  }

  private Answer decisions(HttpCall call, Filter filter) {
    return Answer.ok(
        call.pageByTime(
            log.decisions(filter, call.pageRequest()),
            AuthorizationRecord::occurredAt,
            AuthorizationRecord::id));
  }
}
