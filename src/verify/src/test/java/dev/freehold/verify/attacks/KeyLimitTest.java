package dev.freehold.verify.attacks;

import static dev.freehold.verify.attacks.Target.HTTP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.verify.host.Client;
import dev.freehold.verify.host.Reply;
import dev.freehold.verify.host.Tenant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** identity §5.7, §8.17: a key's window under many callers at once. */
class KeyLimitTest {

  private static final int CALLERS = 64;
  private static final int CALLS = 192;
  private static final int MAX = 100;

  private static String key(Tenant owner, Map<String, ?> rateLimit, Map<String, ?> more) {
    var body = new HashMap<String, Object>(more);
    body.put("name", "limited");
    body.put("permissions", List.of("organizations:read", "platforms:read"));
    body.put("rateLimit", rateLimit);
    return HTTP.as(owner.session())
        .post("/v1/organizations/%s/api-keys".formatted(owner.organizationId()), body)
        .is(201)
        .text("/key");
  }

  private static List<Reply> atOnce(Client caller) throws Exception {
    try (var threads = Executors.newFixedThreadPool(CALLERS)) {
      List<Callable<Reply>> calls = IntStream.range(0, CALLS).mapToObj(i -> call(caller)).toList();
      return threads.invokeAll(calls).stream().map(Future::resultNow).toList();
    }
  }

  private static Callable<Reply> call(Client caller) {
    return () -> caller.get("/v1/platforms");
  }

  private static Map<Integer, Long> counted(List<Reply> replies) {
    return replies.stream().collect(Collectors.groupingBy(Reply::status, Collectors.counting()));
  }

  /**
   * One call counts once, and who is limited is told when to come again, not that they are nobody.
   */
  @Test
  void exactlyTheWindowsCallsAreLetThrough() throws Exception {
    Tenant ada = Tenant.signUp(HTTP);
    Client caller = HTTP.as(key(ada, Map.of("windowMs", 86_400_000, "max", MAX), Map.of()));

    List<Reply> replies = atOnce(caller);

    assertThat(counted(replies))
        .containsOnly(Map.entry(200, (long) MAX), Map.entry(429, (long) CALLS - MAX));
    replies.stream()
        .filter(reply -> reply.status() == 429)
        .forEach(
            reply -> {
              reply.refused(429, "API_KEY_RATE_LIMITED");
              assertThat(reply.header("Retry-After")).matches("[1-9][0-9]*");
            });
  }

  @Test
  void exactlyTheRemainingCallsAreLetThrough() throws Exception {
    Tenant ada = Tenant.signUp(HTTP);
    Client caller = HTTP.as(key(ada, Map.of("enabled", false), Map.of("remaining", MAX)));

    List<Reply> replies = atOnce(caller);

    assertThat(counted(replies))
        .containsOnly(Map.entry(200, (long) MAX), Map.entry(429, (long) CALLS - MAX));
    replies.stream()
        .filter(reply -> reply.status() == 429)
        .forEach(
            reply -> {
              reply.refused(429, "API_KEY_EXHAUSTED");
              assertThat(reply.header("Retry-After")).isEqualTo("86400");
            });
  }

  /** A refused call is not charged: after the window the whole of it is there again. */
  @Test
  void aRefusedCallIsNotCharged() {
    Tenant ada = Tenant.signUp(HTTP);
    Client caller = HTTP.as(key(ada, Map.of("windowMs", 1000, "max", 2), Map.of()));
    for (int i = 0; i < 2; i++) {
      caller.get("/v1/platforms").is(200);
    }
    for (int i = 0; i < 5; i++) {
      caller.get("/v1/platforms").refused(429, "API_KEY_RATE_LIMITED");
    }

    Tenant.advance(HTTP, "PT2S");

    caller.get("/v1/platforms").is(200);
    caller.get("/v1/platforms").is(200);
    caller.get("/v1/platforms").refused(429, "API_KEY_RATE_LIMITED");
  }
}
