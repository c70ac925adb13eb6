package dev.freehold.functions.identity.organization;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.freehold.functions.identity.Demands;
import dev.freehold.identity.member.Member;
import dev.freehold.identity.member.MemberService;
import dev.freehold.identity.member.RoleChoice.Role;
import dev.freehold.lambda.Answer;
import dev.freehold.lambda.Caller;
import dev.freehold.lambda.Http;
import dev.freehold.lambda.HttpCall;
import dev.freehold.lambda.HttpEdge;
import io.quarkus.funqy.Funq;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Members of an organization. */
public class MemberFunctions {

  private final HttpEdge edge;
  private final MemberService members;

  MemberFunctions(HttpEdge edge, MemberService members) {
    this.edge = edge;
    this.members = members;
  }

  @Funq("identity-list-members")
  @Http(
      route = "GET /v1/organizations/{organizationId}/members",
      permission = "members:read",
      answer = Member.class,
      list = true,
      query = {"role?", "query?"},
      summary = "Lists members, newest first; query is part of a name or an address.")
  public APIGatewayV2HTTPResponse list(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        call ->
            Answer.ok(
                call.page(
                    members.list(
                        call.pathId("organizationId"),
                        call.queryEnum("role", Role.class),
                        call.query("query"),
                        call.pageRequest()),
                    member -> seen(member, call.caller()),
                    member -> List.of(member.createdAt().toString(), member.id().toString()))));
  }

  @Funq("identity-get-member")
  @Http(
      route = "GET /v1/organizations/{organizationId}/members/{userId}",
      permission = "members:read",
      answer = Member.class,
      summary = "Shows a member.")
  public APIGatewayV2HTTPResponse get(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        call ->
            Answer.ok(
                seen(
                    members.get(call.pathId("organizationId"), call.pathId("userId")),
                    call.caller())));
  }

  private static Member seen(Member member, Caller caller) {
    return caller.may("members:update") ? member : member.withoutTwoFactor();
  }

  /** {@code roleId} for a custom role. */
  @RegisterForReflection
  record UpdateMember(@NotNull Role role, @Nullable UUID roleId) {}

  @Funq("identity-update-member")
  @Http(
      route = "PATCH /v1/organizations/{organizationId}/members/{userId}",
      permission = "members:update",
      body = UpdateMember.class,
      answer = Member.class,
      errors = {"OWNER_PROTECTED", "LAST_OWNER", "ROLE_UNKNOWN", "ESCALATION"},
      summary = "Gives a member another role; only owners make and change owners.")
  public APIGatewayV2HTTPResponse update(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        (HttpCall call, UpdateMember body) ->
            Answer.ok(
                members.update(
                    call.pathId("organizationId"),
                    call.pathId("userId"),
                    RoleFields.choice(body.role(), body.roleId()),
                    call.expectedVersion(),
                    Demands.giver(call.caller()))));
  }

  @Funq("identity-remove-member")
  @Http(
      route = "DELETE /v1/organizations/{organizationId}/members/{userId}",
      permission = "members:remove",
      status = 204,
      errors = {"OWNER_PROTECTED", "LAST_OWNER"},
      summary =
          "Ends a membership, with the person's keys and grants there, from the next call on.")
  public APIGatewayV2HTTPResponse remove(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        call -> {
          members.remove(
              call.pathId("organizationId"),
              call.pathId("userId"),
              call.expectedVersion(),
              Demands.giver(call.caller()));
          return Answer.noContent();
        });
  }
}
