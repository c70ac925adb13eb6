package dev.freehold.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.freehold.sandbox.Fault;
import dev.freehold.sandbox.Sandbox;
import dev.freehold.sandbox.SandboxForTests;
import dev.freehold.stripe.StripeException.Reason;
import java.net.URI;
import java.time.Clock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The client against the simulated Stripe, over real HTTP. */
class StripeClientTest {

  private static Sandbox sandbox;
  private static StripeClient stripe;

  @BeforeAll
  static void start() {
    sandbox = SandboxForTests.start(Clock.systemUTC());
    stripe = new StripeClient(FixedStripeConfig.at(sandbox.url("/stripe")));
  }

  @AfterAll
  static void stop() {
    sandbox.close();
  }

  @BeforeEach
  void heal() {
    sandbox.faults().clear();
  }

  private static StripeForm product(String name) {
    return StripeForm.empty().put("name", name);
  }

  @Test
  void oneKeyMakesOneObject() {
    var made = stripe.post("/v1/products", product("One"), "fh-test-1");
    var again = stripe.post("/v1/products", product("One"), "fh-test-1");

    assertThat(again.get("id")).isEqualTo(made.get("id"));
    assertThat(stripe.get("/v1/products/" + made.get("id").asText()).get("name").asText())
        .isEqualTo("One");
  }

  @Test
  void aKeyUsedForSomethingElseIsSaid() {
    stripe.post("/v1/products", product("One"), "fh-test-2");

    assertThat(failure(() -> stripe.post("/v1/products", product("Two"), "fh-test-2")).reason())
        .isEqualTo(Reason.IDEMPOTENCY);
  }

  @Test
  void whatIsNotThereIsNotFound() {
    var failure = failure(() -> stripe.get("/v1/subscriptions/sub_none"));

    assertThat(failure.reason()).isEqualTo(Reason.NOT_FOUND);
    assertThat(failure.code()).isEqualTo("resource_missing");
  }

  @Test
  void aParameterStripeDoesNotKnowIsOurFault() {
    var failure =
        failure(() -> stripe.post("/v1/products", product("X").put("nonsense", 1), "fh-test-3"));

    assertThat(failure.reason()).isEqualTo(Reason.INVALID);
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 503, 429})
  void aPassingFailureIsTriedAgain(int status) {
    sandbox
        .faults()
        .add(
            Fault.of("stripe", "status")
                .onCall("POST", "/v1/products")
                .counting(1, 2)
                .answering(status));

    var made = stripe.post("/v1/products", product("Patience"), "fh-test-4-" + status);

    assertThat(made.get("name").asText()).isEqualTo("Patience");
  }

  @Test
  void oneThatStaysIsSaidAfterThreeTries() {
    sandbox
        .faults()
        .add(
            Fault.of("stripe", "status")
                .onCall("GET", "/v1/products")
                .counting(1, 3)
                .answering(500));

    assertThat(failure(() -> stripe.get("/v1/products")).reason()).isEqualTo(Reason.UNAVAILABLE);
    assertThat(stripe.get("/v1/products").get("object").asText()).isEqualTo("list");
  }

  // billing §7.14, the provider's half: the answer is lost, the repeat finds the same object.
  @Test
  void aLostAnswerDoesNotDoubleTheObject() {
    sandbox
        .faults()
        .add(Fault.of("stripe", "drop_answer").onCall("POST", "/v1/products").counting(1, 1));

    var made = stripe.post("/v1/products", product("Dropped"), "fh-test-5");

    long named =
        stripe
            .get("/v1/products", StripeForm.empty().put("limit", 100))
            .get("data")
            .valueStream()
            .filter(each -> each.get("name").asText().equals("Dropped"))
            .count();
    assertThat(named).isEqualTo(1);
    assertThat(made.get("id").asText()).startsWith("prod_");
  }

  @Test
  void nobodyThereIsUnavailable() {
    var lonely = new StripeClient(FixedStripeConfig.at(URI.create("http://127.0.0.1:1")));

    assertThat(failure(() -> lonely.get("/v1/products")).reason()).isEqualTo(Reason.UNAVAILABLE);
  }

  private static StripeException failure(Runnable call) {
    return catchThrowableOfType(StripeException.class, call::run);
  }
}
