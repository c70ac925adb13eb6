package dev.freehold.functions.identity;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.identity.user.ProfileService;
import dev.freehold.identity.user.User;
import dev.freehold.identity.user.Users;
import dev.freehold.kernel.KernelRefusal;
import dev.freehold.kernel.Maybe;
import dev.freehold.lambda.Access;
import dev.freehold.lambda.Answer;
import dev.freehold.lambda.Http;
import dev.freehold.lambda.HttpCall;
import dev.freehold.lambda.HttpEdge;
import io.quarkus.funqy.Funq;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/** One's own account, as others see it. */
public class UserFunctions {

  private final HttpEdge edge;
  private final Users users;
  private final ProfileService profiles;

  UserFunctions(HttpEdge edge, Users users, ProfileService profiles) {
    this.edge = edge;
    this.users = users;
    this.profiles = profiles;
  }

  @Funq("identity-get-user")
  @Http(
      route = "GET /v1/users/me",
      access = Access.SELF,
      answer = User.class,
      duringDeletion = true,
      summary = "Shows one's own account.")
  public APIGatewayV2HTTPResponse get(APIGatewayV2HTTPEvent event) {
    return edge.answer(event, call -> Answer.ok(users.get(call.caller().user())));
  }

  /** What is left out stays; {@code preferences} replaces the whole document. */
  @RegisterForReflection
  record UpdateUser(
      Maybe<@Size(min = 1, max = 200) String> name,
      Maybe<@Size(min = 1, max = 100) String> givenName,
      Maybe<@Size(min = 1, max = 100) String> familyName,
      Maybe<@Pattern(regexp = "[a-z0-9][a-z0-9_-]{2,31}") String> username,
      Maybe<@Size(max = 2048) @Pattern(regexp = "https://.+") String> avatarUrl,
      @Nullable @Size(max = 35) @Pattern(regexp = "[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
          String locale,
      @Nullable @Size(max = 64) String timeZone,
      Maybe<JsonNode> preferences) {

    ProfileService.Changes changes() {
      return new ProfileService.Changes(
          name, givenName, familyName, username, avatarUrl, locale, timeZone, preferences);
    }
  }

  @Funq("identity-update-user")
  @Http(
      route = "PATCH /v1/users/me",
      access = Access.SELF,
      body = UpdateUser.class,
      answer = User.class,
      errors = {"NAME_RESERVED", "USERNAME_TAKEN"},
      summary = "Changes one's own account; what is left out stays.")
  public APIGatewayV2HTTPResponse update(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        (HttpCall call, UpdateUser body) -> {
          SignUpFunctions.requireTimeZone(body.timeZone());
          JsonNode preferences = body.preferences().value();
          if (preferences != null && !preferences.isNull()) {
            if (!preferences.isObject()) {
              throw KernelRefusal.VALIDATION_FAILED
                  .because("the request has a fault")
                  .field("preferences", "TYPE", "is not an object");
            }
            JsonSizes.require("preferences", preferences);
          }
          return Answer.ok(
              profiles.update(call.caller().user(), body.changes(), call::requireVersion));
        });
  }
}
