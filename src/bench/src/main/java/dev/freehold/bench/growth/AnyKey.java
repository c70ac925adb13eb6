package dev.freehold.bench.growth;

import dev.freehold.bench.workload.ApiEvents;
import dev.freehold.functions.identity.key.ApiKeyVerificationFunctions;
import dev.freehold.kernel.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;

/** A key verification in another organization in each run. */
@ApplicationScoped
class AnyKey implements GrowthCheck {

  private final ApiKeyVerificationFunctions functions;

  AnyKey(ApiKeyVerificationFunctions functions) {
    this.functions = functions;
  }

  @Override
  public String title() {
    return "key verification, other keys each time";
  }

  @Override
  public void run(long number, int organizations) {
    int organization = Crowd.organization(number, organizations);
    int asked = 1 + (int) (number % (Crowd.KEYS - 1));
    ApiEvents.check(
        functions.verify(
            ApiEvents.of(
                "POST",
                "/v1/api-keys/verify",
                Map.of(
                    "authorization",
                    "Bearer " + Crowd.key(organization, 0),
                    "content-type",
                    "application/json"),
                Json.write(Map.of("key", Crowd.key(organization, asked))))));
  }

  @Override
  public int countedKeys() {
    return 2;
  }
}
