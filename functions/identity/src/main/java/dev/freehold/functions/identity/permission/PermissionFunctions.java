package dev.freehold.functions.identity.permission;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.freehold.functions.identity.Demands;
import dev.freehold.identity.permission.PermissionCheck;
import dev.freehold.identity.permission.Rights;
import dev.freehold.kernel.Permissions;
import dev.freehold.lambda.Access;
import dev.freehold.lambda.Answer;
import dev.freehold.lambda.Caller;
import dev.freehold.lambda.Http;
import dev.freehold.lambda.HttpCall;
import dev.freehold.lambda.HttpEdge;
import io.quarkus.funqy.Funq;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What there is to be allowed, and what somebody may do. */
public class PermissionFunctions {

  private final HttpEdge edge;
  private final PermissionCheck check;

  PermissionFunctions(HttpEdge edge, PermissionCheck check) {
    this.edge = edge;
    this.check = check;
  }

  /** One permission; roles = the built-in ones that hold it. */
  @RegisterForReflection
  record PermissionView(String permission, String scope, List<String> roles) {
    static PermissionView of(Permissions.Entry entry) {
      return new PermissionView(
          entry.permission(),
          Permissions.isOperatorOnly(entry.permission()) ? "operator" : "organization",
          Permissions.rolesWith(entry.permission()));
    }
  }

  /** The whole catalogue. */
  @RegisterForReflection
  record Catalogue(List<PermissionView> data) {}

  @Funq("identity-list-permissions")
  @Http(
      route = "GET /v1/permissions",
      access = Access.CALLER,
      answer = Catalogue.class,
      twoFactorExempt = true,
      summary = "Lists the permission catalogue.")
  public APIGatewayV2HTTPResponse list(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        call ->
            Answer.ok(
                new Catalogue(Permissions.catalogue().stream().map(PermissionView::of).toList())));
  }

  /** {@code userId} left out: the caller. */
  @RegisterForReflection
  record CheckPermissions(
      @NotNull @Size(min = 1, max = 50) List<@NotBlank String> permissions,
      @Nullable UUID organizationId,
      @Nullable UUID userId) {}

  /** One answer; source: role, grant, denial, key, none. */
  @RegisterForReflection
  record ResultView(String permission, boolean allowed, String source) {
    static ResultView of(Rights.Answer answer) {
      return new ResultView(answer.permission(), answer.allowed(), answer.source().word());
    }
  }

  /** {@code allowed}: all of them. */
  @RegisterForReflection
  record CheckView(
      @Nullable UUID userId,
      @Nullable UUID organizationId,
      boolean allowed,
      List<ResultView> results) {}

  @Funq("identity-check-permissions")
  @Http(
      route = "POST /v1/permissions/check",
      access = Access.CALLER,
      body = CheckPermissions.class,
      answer = CheckView.class,
      errors = {"UNKNOWN_PERMISSION"},
      transaction = false,
      idempotent = false,
      readOnly = true,
      summary = "Says what the caller, or with permissions:check a member, may do and why.")
  public APIGatewayV2HTTPResponse check(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        (HttpCall call, CheckPermissions body) -> {
          Caller caller = call.caller();
          UUID userId = body.userId();
          boolean own = userId == null || userId.equals(caller.userId());
          if (!own) {
            Demands.permission(caller, "permissions:check");
          }
          PermissionCheck.checkKnown(body.permissions());
          List<ResultView> results =
              body.permissions().stream()
                  .map(own ? ofCaller(caller) : ofMember(call, userId))
                  .toList();
          return Answer.ok(
              new CheckView(
                  own ? caller.userId() : userId,
                  caller.organizationId(),
                  results.stream().allMatch(ResultView::allowed),
                  results));
        });
  }

  /** From the row that found the caller: no statement. */
  private static Function<String, ResultView> ofCaller(Caller caller) {
    var rights =
        new Rights(
            caller.role(),
            caller.rolePermissions(),
            caller.allowed(),
            caller.denied(),
            caller.keyPermissions(),
            caller.isServiceKey());
    return permission -> {
      Rights.Answer answer = rights.judge(permission);
      // What being an operator gives, or a cross-organization key takes, stands in no member's row.
      boolean may = caller.may(permission);
      if (may == answer.allowed()) {
        return ResultView.of(answer);
      }
      return new ResultView(permission, may, may ? "role" : "key");
    };
  }

  private Function<String, ResultView> ofMember(HttpCall call, @Nullable UUID userId) {
    if (userId == null) {
      throw new IllegalStateException("only for another person");
    }
    Rights rights = check.ofMember(call.organizationId(), userId);
    return permission -> ResultView.of(rights.judge(permission));
  }
}
