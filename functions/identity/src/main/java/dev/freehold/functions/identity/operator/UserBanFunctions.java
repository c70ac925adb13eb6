package dev.freehold.functions.identity.operator;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.freehold.identity.operator.AnyUser;
import dev.freehold.identity.operator.UserBans;
import dev.freehold.kernel.KernelRefusal;
import dev.freehold.lambda.Answer;
import dev.freehold.lambda.Http;
import dev.freehold.lambda.HttpCall;
import dev.freehold.lambda.HttpEdge;
import io.quarkus.funqy.Funq;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Bans. */
public class UserBanFunctions {

  private final HttpEdge edge;
  private final UserBans bans;

  UserBanFunctions(HttpEdge edge, UserBans bans) {
    this.edge = edge;
    this.bans = bans;
  }

  /** The person is told the reason; {@code expiresAt} left out: for good. */
  @RegisterForReflection
  record BanUser(@NotBlank @Size(max = 500) String reason, @Nullable Instant expiresAt) {}

  @Funq("identity-ban-user")
  @Http(
      route = "POST /v1/admin/users/{userId}/ban",
      permission = "users:ban",
      body = BanUser.class,
      answer = AnyUser.class,
      errors = {"TARGET_IS_OPERATOR", "SELF", "LAST_SUPERADMIN"},
      summary = "Bans a person from the next call on, for a while or for good.")
  public APIGatewayV2HTTPResponse ban(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        (HttpCall call, BanUser body) -> {
          requireFuture(call, body.expiresAt());
          return Answer.ok(
              bans.ban(
                  Operators.acting(call),
                  call.pathId("userId"),
                  body.reason(),
                  body.expiresAt(),
                  call::requireVersion));
        });
  }

  private static void requireFuture(HttpCall call, @Nullable Instant expiresAt) {
    if (expiresAt != null && !expiresAt.isAfter(call.now())) {
      throw KernelRefusal.VALIDATION_FAILED
          .because("the request has a fault")
          .field("expiresAt", "RANGE", "is not in the future");
    }
  }

  @Funq("identity-unban-user")
  @Http(
      route = "POST /v1/admin/users/{userId}/unban",
      permission = "users:ban",
      answer = AnyUser.class,
      errors = {"TARGET_IS_OPERATOR", "SELF"},
      summary = "Lifts a ban.")
  public APIGatewayV2HTTPResponse unban(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        call ->
            Answer.ok(
                bans.unban(Operators.acting(call), call.pathId("userId"), call::requireVersion)));
  }
}
