package dev.freehold.bench.peer;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import dev.freehold.bench.workload.ApiEvents;
import dev.freehold.bench.workload.Tenant;
import dev.freehold.functions.identity.permission.PermissionFunctions;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;

/**
 * A call that asks for nothing but its caller: found by the session's token, with organization,
 * role and grants, and one permission judged. The peer finds session and user.
 */
@ApplicationScoped
class SessionCheck implements Check {

  private final PermissionFunctions functions;
  private final APIGatewayV2HTTPEvent event;

  SessionCheck(PermissionFunctions functions, Tenant tenant) {
    this.functions = functions;
    this.event =
        ApiEvents.of(
            "POST",
            "/v1/permissions/check",
            Map.of(
                "authorization", "Bearer " + tenant.session(), "content-type", "application/json"),
            "{\"permissions\":[\"platforms:read\"]}");
  }

  @Override
  public String name() {
    return "session";
  }

  @Override
  public String title() {
    return "session check";
  }

  @Override
  public void run() {
    ApiEvents.check(functions.check(event));
  }
}
