package dev.freehold.bench.growth;

import dev.freehold.bench.workload.ApiEvents;
import dev.freehold.functions.identity.SessionFunctions;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;

/** A session check of another session in each run: the whole table and its indexes are in use. */
@ApplicationScoped
class AnySession implements GrowthCheck {

  private final SessionFunctions functions;

  AnySession(SessionFunctions functions) {
    this.functions = functions;
  }

  @Override
  public String title() {
    return "session check, another session each time";
  }

  @Override
  public void run(long number, int organizations) {
    String token = Crowd.session(number, organizations);
    ApiEvents.check(
        functions.get(
            ApiEvents.of("GET", "/v1/session", Map.of("authorization", "Bearer " + token), "")));
  }
}
