package dev.freehold.verify.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.verify.host.Client;
import dev.freehold.verify.host.HostProcess;
import dev.freehold.verify.host.Reply;
import dev.freehold.verify.host.Tenant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** kernel §13.2, §13.6, §13.23: every message arrives twice, and one effect is seen. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DoubledMessagesTest {

  private HostProcess host;
  private Client http;

  @BeforeAll
  void start() {
    host = HostProcess.start(HostProcess.folder("doubled"));
    http = host.client();
  }

  @AfterAll
  void stop() {
    host.close();
  }

  @Test
  void onboardingWithEveryMessageTwiceLeavesOneOfEverything() {
    http.post(
            "/v1/sandbox/faults",
            Map.of("service", "queue", "kind", "duplicate", "times", 1_000_000))
        .is(201);

    Onboarding onboarding = Onboarding.start(http);
    Tenant.advance(http, "PT15M");
    Tenant.settle(http);

    onboarding.isCompleted(http);
    List<String> objects = onboarding.objects(http, new Cloud(host.sandbox()));
    assertThat(objects).isNotEmpty().doesNotHaveDuplicates();
    Reply codes =
        http.get("/v1/sandbox/mail?to=" + onboarding.owner().email() + "&template=sign-up-code");
    assertThat(codes.data()).as("the same occasion is mailed once").hasSize(1);
    assertThat(deadMessages()).isZero();
  }

  private long deadMessages() {
    String token =
        http.post("/v1/sandbox/operator-session", Map.of()).is(201).text("/sessionToken");
    return http.as(token).get("/v1/queues?limit=100").is(200).data().stream()
        .mapToLong(queue -> queue.path("dead").asLong())
        .sum();
  }
}
