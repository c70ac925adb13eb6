package dev.freehold.verify.attacks;

import static dev.freehold.verify.attacks.Target.HTTP;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freehold.verify.host.Reply;
import dev.freehold.verify.host.Tenant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** identity §5.1: who has no account learns of nobody that they have one. */
class EnumerationTest {

  private static final int PEOPLE = 12;

  /** Below the fifth wrong password, after which an address has to wait. */
  private static final int TRIES = 4;

  /**
   * How often a known address takes longer than an unknown one: half of the pairs, were there no
   * difference at all. An Argon2id run left out puts it at 0 or 1; a statement more or less moves
   * it by a few hundredths.
   */
  private static final double LEAST = 0.2;

  private static final double MOST = 0.8;

  @Test
  void aWrongPasswordSaysNothingOfTheAddress() {
    compare(
        email ->
            HTTP.post("/v1/auth/sign-in", Map.of("email", email, "password", "wrong " + email))
                .refused(401, "INVALID_CREDENTIALS"));
  }

  @Test
  void aSignUpSaysNothingOfTheAddress() {
    compare(
        email ->
            HTTP.post(
                    "/v1/auth/sign-up",
                    Map.of("email", email, "password", "a long walk on a short pier"))
                .is(202));
  }

  @Test
  void aCodeFitsNoSignUpOfAnAddressThatHasAnAccount() {
    Tenant ada = Tenant.signUp(HTTP);
    String decoy =
        HTTP.post(
                "/v1/auth/sign-up",
                Map.of("email", ada.email(), "password", "a long walk on a short pier"))
            .is(202)
            .text("/signUpId");

    HTTP.post("/v1/auth/sign-up/confirm", Map.of("signUpId", decoy, "code", "123456"))
        .refused(422, "CODE_WRONG");
  }

  private static String nobody() {
    return "t" + UUID.randomUUID().toString().substring(24) + "@acme.test";
  }

  /** Turn and turn about, so that what else the machine does hits both alike. */
  private static void compare(Function<String, Reply> call) {
    var known = new ArrayList<Long>();
    var unknown = new ArrayList<Long>();
    var people = new ArrayList<String>();
    for (int i = 0; i < PEOPLE; i++) {
      people.add(Tenant.signUp(HTTP).email());
    }
    assertThat(shape(call.apply(people.getFirst()))).isEqualTo(shape(call.apply(nobody())));
    for (int round = 1; round < TRIES; round++) {
      for (String person : people) {
        Reply ofKnown = timed(known, () -> call.apply(person));
        Reply ofUnknown = timed(unknown, () -> call.apply(nobody()));
        assertThat(shape(ofKnown)).isEqualTo(shape(ofUnknown));
        assertThat(ofKnown.headers().map().keySet()).isEqualTo(ofUnknown.headers().map().keySet());
      }
    }
    assertThat(oftenSlower(known, unknown)).isBetween(LEAST, MOST);
  }

  private static Reply timed(List<Long> times, Supplier<Reply> call) {
    long from = System.nanoTime();
    Reply reply = call.get();
    times.add(System.nanoTime() - from);
    return reply;
  }

  /** All of an answer that is not made anew each time. */
  private static String shape(Reply reply) {
    ObjectNode body = (ObjectNode) reply.body();
    for (String field : List.of("requestId", "signUpId", "expiresAt")) {
      if (body.has(field)) {
        body.put(field, "made anew");
      }
    }
    return reply.status() + " " + body;
  }

  private static double oftenSlower(List<Long> some, List<Long> others) {
    double slower = 0;
    for (long one : some) {
      for (long other : others) {
        slower += one > other ? 1 : one == other ? 0.5 : 0;
      }
    }
    return slower / (some.size() * (double) others.size());
  }
}
