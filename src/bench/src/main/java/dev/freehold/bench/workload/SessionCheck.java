package dev.freehold.bench.workload;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import dev.freehold.functions.identity.SessionFunctions;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;

/** {@code GET /v1/session}: who calls, found and shown. */
@ApplicationScoped
class SessionCheck implements Workload {

  private final SessionFunctions functions;
  private final APIGatewayV2HTTPEvent event;

  SessionCheck(SessionFunctions functions, Tenant tenant) {
    this.functions = functions;
    this.event =
        ApiEvents.of(
            "GET", "/v1/session", Map.of("authorization", "Bearer " + tenant.session()), "");
  }

  @Override
  public String name() {
    return "session";
  }

  @Override
  public String title() {
    return "session check (GET /v1/session)";
  }

  @Override
  public void arrange(Numbers numbers) {
    // The one session is there.
  }

  @Override
  public void run(long number) {
    ApiEvents.check(functions.get(event));
  }
}
