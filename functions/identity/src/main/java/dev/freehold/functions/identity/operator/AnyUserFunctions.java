package dev.freehold.functions.identity.operator;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.functions.identity.JsonSizes;
import dev.freehold.identity.EmailAddress;
import dev.freehold.identity.operator.AnyUser;
import dev.freehold.identity.operator.AnyUsers;
import dev.freehold.identity.operator.UserAdministration;
import dev.freehold.identity.operator.UserCreation;
import dev.freehold.kernel.KernelRefusal;
import dev.freehold.kernel.Maybe;
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
import org.jspecify.annotations.Nullable;

/** People as operators find, make and change them. */
public class AnyUserFunctions {

  private static final int MAX_QUERY = 100;

  private final HttpEdge edge;
  private final AnyUsers users;
  private final UserCreation creation;
  private final UserAdministration administration;

  AnyUserFunctions(
      HttpEdge edge, AnyUsers users, UserCreation creation, UserAdministration administration) {
    this.edge = edge;
    this.users = users;
    this.creation = creation;
    this.administration = administration;
  }

  @Funq("identity-list-users")
  @Http(
      route = "GET /v1/admin/users",
      permission = "users:read",
      query = {"email?", "query?", "status?", "role?"},
      answer = AnyUser.class,
      list = true,
      summary = "Lists people, newest first.")
  public APIGatewayV2HTTPResponse list(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        call ->
            Answer.ok(
                call.pageByTime(
                    users.list(filter(call), call.pageRequest()),
                    AnyUser::createdAt,
                    AnyUser::id)));
  }

  private static AnyUsers.Filter filter(HttpCall call) {
    return new AnyUsers.Filter(
        email(call.query("email")),
        Searches.part(call.query("query"), MAX_QUERY),
        call.queryEnum("status", AnyUsers.Status.class),
        call.queryEnum("role", AnyUsers.Role.class));
  }

  private static @Nullable String email(@Nullable String typed) {
    return typed == null
        ? null
        : EmailAddress.normalized(typed)
            .orElseThrow(
                () ->
                    KernelRefusal.VALIDATION_FAILED
                        .because("the query has a fault")
                        .field("email", "PATTERN", "is no e-mail address"));
  }

  @Funq("identity-get-any-user")
  @Http(
      route = "GET /v1/admin/users/{userId}",
      permission = "users:read",
      answer = AnyUser.class,
      summary = "Shows a person.")
  public APIGatewayV2HTTPResponse get(APIGatewayV2HTTPEvent event) {
    return edge.answer(event, call -> Answer.ok(users.get(call.pathId("userId"))));
  }

  /** The person chooses the password. */
  @RegisterForReflection
  record CreateUser(
      @NotBlank @Size(max = 254) String email, @Nullable @Size(min = 1, max = 200) String name) {}

  @Funq("identity-create-user")
  @Http(
      route = "POST /v1/admin/users",
      permission = "users:create",
      body = CreateUser.class,
      answer = AnyUser.class,
      status = 201,
      errors = "EMAIL_TAKEN",
      summary = "Makes a person and mails a link to set a password.")
  public APIGatewayV2HTTPResponse create(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        (HttpCall call, CreateUser body) -> {
          AnyUser made = creation.create(body.email(), body.name());
          return Answer.created("/v1/admin/users/" + made.id(), made);
        });
  }

  /** What an operator sets; bans have their own operations. */
  enum Status {
    ACTIVE,
    DISABLED
  }

  /** What is left out stays; {@code metadata} replaces the whole document. */
  @RegisterForReflection
  record UpdateAnyUser(
      Maybe<@Size(min = 1, max = 200) String> name,
      Maybe<@Pattern(regexp = "[a-z0-9][a-z0-9_-]{2,31}") String> username,
      @Nullable Status status,
      Maybe<JsonNode> metadata) {

    UserAdministration.Changes changes() {
      Boolean disabled = status == null ? null : status == Status.DISABLED;
      return new UserAdministration.Changes(name, username, disabled, metadata);
    }
  }

  @Funq("identity-update-any-user")
  @Http(
      route = "PATCH /v1/admin/users/{userId}",
      permission = "users:update",
      body = UpdateAnyUser.class,
      answer = AnyUser.class,
      errors = {
        "TARGET_IS_OPERATOR",
        "ACCOUNT_BANNED",
        "LAST_SUPERADMIN",
        "NAME_RESERVED",
        "USERNAME_TAKEN"
      },
      summary = "Changes a person, parks the account or takes it back.")
  public APIGatewayV2HTTPResponse update(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        (HttpCall call, UpdateAnyUser body) -> {
          requireObject(body.metadata().value());
          return Answer.ok(
              administration.update(
                  Operators.acting(call),
                  call.pathId("userId"),
                  body.changes(),
                  call::requireVersion));
        });
  }

  private static void requireObject(@Nullable JsonNode metadata) {
    if (metadata == null || metadata.isNull()) {
      return;
    }
    if (!metadata.isObject()) {
      throw KernelRefusal.VALIDATION_FAILED
          .because("the request has a fault")
          .field("metadata", "TYPE", "is not an object");
    }
    JsonSizes.require("metadata", metadata);
  }

  /** The system role. */
  @RegisterForReflection
  record SetRole(@NotNull AnyUsers.Role role) {}

  @Funq("identity-set-system-role")
  @Http(
      route = "PUT /v1/admin/users/{userId}/role",
      permission = "operators:manage",
      fresh = true,
      body = SetRole.class,
      answer = AnyUser.class,
      errors = {"LAST_SUPERADMIN", "TARGET_IS_OPERATOR", "TARGET_TWO_FACTOR_MISSING"},
      summary = "Makes somebody an operator, or no longer one.")
  public APIGatewayV2HTTPResponse setRole(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        (HttpCall call, SetRole body) ->
            Answer.ok(
                administration.setRole(
                    Operators.acting(call),
                    call.pathId("userId"),
                    body.role(),
                    call::requireVersion)));
  }
}
