package dev.freehold.bench.peer;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import dev.freehold.bench.workload.ApiEvents;
import dev.freehold.bench.workload.Tenant;
import dev.freehold.functions.identity.permission.PermissionFunctions;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;

/**
 * A call by an API key with a limit: the key judged and counted, with organization and rights, and
 * one permission judged. The peer judges and counts its key.
 */
@ApplicationScoped
class KeyCheck implements Check {

  private final PermissionFunctions functions;
  private final APIGatewayV2HTTPEvent event;

  KeyCheck(PermissionFunctions functions, Tenant tenant) {
    this.functions = functions;
    this.event =
        ApiEvents.of(
            "POST",
            "/v1/permissions/check",
            Map.of(
                "authorization",
                "Bearer " + tenant.limitedKey("platforms:read"),
                "content-type",
                "application/json"),
            "{\"permissions\":[\"platforms:read\"]}");
  }

  @Override
  public String name() {
    return "key";
  }

  @Override
  public String title() {
    return "key verification with a limit";
  }

  @Override
  public void run() {
    ApiEvents.check(functions.check(event));
  }
}
