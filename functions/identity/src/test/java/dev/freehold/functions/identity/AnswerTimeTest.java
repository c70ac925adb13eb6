package dev.freehold.functions.identity;

import static dev.freehold.functions.identity.People.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.freehold.functions.identity.email.EmailFunctions;
import dev.freehold.kernel.Json;
import dev.freehold.kernel.outbox.QueueTransport;
import dev.freehold.testing.Events;
import dev.freehold.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * identity §5.1: who has no account is mailed nothing, and the queue that takes the others' mails
 * answers in its own time; the floor covers that too.
 */
@QuarkusTest
@WithTestResource(TestDatabase.class)
@TestProfile(AnswerTimeTest.SlowQueues.class)
class AnswerTimeTest {

  private static final Duration FLOOR = Duration.ofSeconds(2);
  private static final Duration TAKING = Duration.ofSeconds(1);

  public static class SlowQueues implements QuarkusTestProfile {
    @Override
    public Set<Class<?>> getEnabledAlternatives() {
      return Set.of(SlowQueue.class);
    }

    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("freehold.identity.sign-in.floor", FLOOR.toString());
    }
  }

  @Alternative
  @ApplicationScoped
  static class SlowQueue implements QueueTransport {

    private final AtomicInteger taken = new AtomicInteger();

    int taken() {
      return taken.get();
    }

    @Override
    public Set<UUID> send(String queue, List<Outgoing> messages) {
      try {
        Thread.sleep(TAKING);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      taken.addAndGet(messages.size());
      return messages.stream().map(Outgoing::id).collect(Collectors.toSet());
    }
  }

  @Inject People people;
  @Inject MagicLinkFunctions links;
  @Inject PasswordFunctions passwords;
  @Inject EmailFunctions emails;
  @Inject SlowQueue queue;

  @Test
  void theFloorCoversTheHandingOverOfTheMail() {
    String ada = people.signUp().email();
    int before = queue.taken();

    for (String email : List.of(ada, People.address())) {
      Map<String, String> body = Map.of("email", email);
      assertThat(time("202", () -> links.request(post("/v1/auth/magic-link", body).build())))
          .isBetween(FLOOR, FLOOR.plus(TAKING.dividedBy(2)));
      assertThat(
              time(
                  "202",
                  () -> passwords.requestReset(post("/v1/auth/password-reset", body).build())))
          .isBetween(FLOOR, FLOOR.plus(TAKING.dividedBy(2)));
    }

    assertThat(queue.taken()).isEqualTo(before + 2);
  }

  /** To a signed-in person, too: a link is made for a free address, and none for another's. */
  @Test
  void theFloorHoldsForAddressesThatAreAdded() {
    var ada = people.signUp();
    String bob = people.signUp().email();

    for (String email : List.of(bob, People.address())) {
      assertThat(
              time(
                  "201",
                  () ->
                      emails.add(
                          Events.post("/v1/users/me/emails")
                              .bearer(ada.sessionToken())
                              .json(Json.write(Map.of("email", email)))
                              .build())))
          .isBetween(FLOOR, FLOOR.plus(TAKING.dividedBy(2)));
    }
  }

  private static Events post(String path, Map<String, ?> body) {
    return Events.post(path).ip(People.network()).json(Json.write(body));
  }

  private static Duration time(String outcome, Supplier<APIGatewayV2HTTPResponse> call) {
    long from = System.nanoTime();
    assertThat(outcome(call.get())).isEqualTo(outcome);
    return Duration.ofNanos(System.nanoTime() - from);
  }
}
