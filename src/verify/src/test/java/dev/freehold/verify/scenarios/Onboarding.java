package dev.freehold.verify.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.verify.host.Client;
import dev.freehold.verify.host.Reply;
import dev.freehold.verify.host.Tenant;
import java.util.List;

/** One platform's onboarding under way, and what its end has to look like. */
record Onboarding(Tenant owner, String sessionId, String jobId, String platformId) {

  static Onboarding start(Client http) {
    Tenant owner = Tenant.signUp(http);
    JsonNode begun = owner.startOnboarding(http);
    return new Onboarding(
        owner,
        begun.path("id").asText(),
        begun.path("provisionJobId").asText(),
        begun.path("platformId").asText());
  }

  private Client as(Client http) {
    return http.as(owner.session());
  }

  String jobStatus(Client http) {
    return as(http).get("/v1/provisioning/jobs/" + jobId).is(200).text("/status");
  }

  String key(Client http) {
    return as(http).get("/v1/platforms/" + platformId).is(200).text("/key");
  }

  /** As many objects of each kind as a run without a fault leaves (provisioning §5.4). */
  List<String> objects(Client http, Cloud cloud) {
    return cloud.objectsOf(key(http));
  }

  /** The state in which a run without any fault ends, and nothing besides. */
  void isCompleted(Client http) {
    Client mine = as(http);
    Reply job = mine.get("/v1/provisioning/jobs/" + jobId).is(200);
    assertThat(job.text("/status")).as(job.text()).isEqualTo("completed");
    assertThat(mine.get("/v1/onboarding/" + sessionId).is(200).text("/status"))
        .isEqualTo("completed");
    assertThat(mine.get("/v1/platforms/" + platformId).is(200).text("/status")).isEqualTo("active");
    assertThat(words(mine, "/v1/platforms/" + platformId + "/lifecycle-events", "toStatus"))
        .containsExactly("active", "provisioning", "pending");
    assertThat(words(mine, "/v1/platforms/" + platformId + "/resources?limit=100", "status"))
        .isNotEmpty()
        .containsOnly("active");
    assertThat(words(mine, "/v1/subscriptions?platformId=" + platformId, "status"))
        .containsExactly("trialing");
    assertThat(mine.post("/v1/audit/verify", java.util.Map.of()).is(200).text("/valid"))
        .isEqualTo("true");
  }

  private static List<String> words(Client http, String path, String field) {
    return http.get(path).is(200).data().stream().map(row -> row.path(field).asText()).toList();
  }
}
