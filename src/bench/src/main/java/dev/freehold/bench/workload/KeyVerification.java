package dev.freehold.bench.workload;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import dev.freehold.functions.identity.key.ApiKeyVerificationFunctions;
import dev.freehold.kernel.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;

/** {@code POST /v1/api-keys/verify}: a service asks with its key about another key; both count. */
@ApplicationScoped
class KeyVerification implements Workload {

  private final ApiKeyVerificationFunctions functions;
  private final APIGatewayV2HTTPEvent event;

  KeyVerification(ApiKeyVerificationFunctions functions, Tenant tenant) {
    this.functions = functions;
    this.event =
        ApiEvents.of(
            "POST",
            "/v1/api-keys/verify",
            Map.of(
                "authorization",
                "Bearer " + tenant.key("keys:verify"),
                "content-type",
                "application/json"),
            Json.write(Map.of("key", tenant.key("platforms:read"))));
  }

  @Override
  public String name() {
    return "key";
  }

  @Override
  public String title() {
    return "key verification (POST /v1/api-keys/verify)";
  }

  @Override
  public void arrange(Numbers numbers) {
    // The two keys are there.
  }

  @Override
  public void run(long number) {
    ApiEvents.check(functions.verify(event));
  }

  @Override
  public String effect() {
    return "SELECT sum(request_count) FROM identity.api_keys";
  }

  @Override
  public int effectPerRun() {
    return 2;
  }
}
