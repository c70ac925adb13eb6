package dev.freehold.functions.identity.email;

import static dev.freehold.functions.identity.People.json;
import static dev.freehold.functions.identity.People.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.functions.identity.Mailbox;
import dev.freehold.functions.identity.People;
import dev.freehold.kernel.Json;
import dev.freehold.testing.Events;
import dev.freehold.testing.Owner;
import dev.freehold.testing.Race;
import dev.freehold.testing.Rows;
import dev.freehold.testing.SettableClock;
import dev.freehold.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** identity-list-, -add-, -verify-, -make-primary-, -remove-email and its resending. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
class EmailTest {

  private static final String PATH = "/v1/users/me/emails";

  @Inject People people;
  @Inject Mailbox mailbox;
  @Inject SettableClock clock;
  @Inject EmailFunctions emails;

  private People.SignedUp ada = new People.SignedUp("", Rows.user(), Rows.user(), "");
  private final String second = People.address();

  @BeforeEach
  void signUp() {
    ada = people.signUp();
  }

  @AfterEach
  void putTheClockBack() {
    clock.set(Rows.NOW);
  }

  private APIGatewayV2HTTPResponse add(People.SignedUp person, String email) {
    return emails.add(
        Events.post(PATH)
            .bearer(person.sessionToken())
            .ip(People.network())
            .json(Json.write(Map.of("email", email)))
            .build());
  }

  /** The id of an address just added. */
  private String added(People.SignedUp person, String email) {
    var answer = add(person, email);
    assertThat(outcome(answer)).isEqualTo("201");
    return json(answer).get("id").asText();
  }

  private String token(String email) {
    return mailbox.secret("email-verification", email, "link").replaceFirst(".*token=", "");
  }

  private APIGatewayV2HTTPResponse verify(String token) {
    return emails.verify(
        Events.post("/v1/emails/verify").json(Json.write(Map.of("token", token))).build());
  }

  private Events on(String id, String action) {
    return Events.post(PATH + "/" + id + action).bearer(ada.sessionToken()).ip(People.network());
  }

  private APIGatewayV2HTTPResponse resend(String id) {
    return emails.resend(on(id, "/resend").build());
  }

  private APIGatewayV2HTTPResponse makePrimary(String id) {
    return emails.makePrimary(on(id, "/make-primary").build());
  }

  private APIGatewayV2HTTPResponse remove(String id) {
    return emails.remove(Events.of("DELETE", PATH + "/" + id).bearer(ada.sessionToken()).build());
  }

  private JsonNode list(String query) {
    var answer = emails.list(Events.get(PATH + query).bearer(ada.sessionToken()).build());
    assertThat(outcome(answer)).isEqualTo("200");
    return json(answer);
  }

  private String idOf(String email) {
    for (JsonNode row : list("").get("data")) {
      if (row.get("email").asText().equals(email)) {
        return row.get("id").asText();
      }
    }
    throw new AssertionError("no address " + email);
  }

  @Test
  void anAddressIsAddedAndProvedByItsLink() {
    JsonNode made = json(add(ada, "  " + second.toUpperCase(Locale.ROOT) + " "));

    assertThat(made.get("email").asText()).isEqualTo(second);
    assertThat(made.get("primary").asBoolean()).isFalse();
    assertThat(made.get("verified").asBoolean()).isFalse();
    assertThat(made.get("verifiedAt").isNull()).isTrue();
    assertThat(made.get("via").asText()).isEqualTo("added");
    assertThat(made.get("deliveryStatus").asText()).isEqualTo("ok");

    var verified = verify(token(second));

    assertThat(outcome(verified)).isEqualTo("200");
    assertThat(json(verified).get("verified").asBoolean()).isTrue();
    assertThat(json(verified).get("id")).isEqualTo(made.get("id"));
    assertThat(people.signIn(second, People.PASSWORD).getStatusCode()).isEqualTo(200);
    assertThat(
            Owner.rows(
                """
                SELECT event_type FROM identity.audit_authentication
                WHERE user_id = ? AND event_type LIKE 'email%' ORDER BY id
                """,
                ada.userId()))
        .extracting(row -> row.get("event_type"))
        .containsExactly("email_added", "email_verified");
  }

  @Test
  void theListIsPagedNewestFirst() {
    added(ada, second);
    added(ada, People.address());

    JsonNode page = list("?limit=2");
    assertThat(page.get("data")).hasSize(2);
    JsonNode rest = list("?limit=2&cursor=" + page.at("/pagination/nextCursor").asText());
    assertThat(rest.get("data")).hasSize(1);
    var seen = new ArrayList<String>();
    page.get("data").forEach(row -> seen.add(row.get("email").asText()));
    rest.get("data").forEach(row -> seen.add(row.get("email").asText()));
    assertThat(seen).doesNotHaveDuplicates().contains(ada.email(), second);
  }

  @Test
  void addressesOfOthersAreAnsweredAlikeAndTheirOwnersTold() {
    var bob = people.signUp();

    JsonNode free = json(add(ada, second));
    JsonNode owned = json(add(ada, bob.email()));

    var freeFields = new ArrayList<String>();
    free.fieldNames().forEachRemaining(freeFields::add);
    var ownedFields = new ArrayList<String>();
    owned.fieldNames().forEachRemaining(ownedFields::add);
    assertThat(ownedFields).isEqualTo(freeFields);
    assertThat(owned.get("verified").asBoolean()).isFalse();
    assertThat(outcome(resend(owned.get("id").asText()))).isEqualTo("202");
    assertThat(
            Owner.rows(
                "SELECT template FROM core.mail_messages WHERE to_email = ? ORDER BY id",
                bob.email()))
        .extracting(row -> row.get("template"))
        .containsExactly("sign-up-code", "email-claimed-elsewhere", "email-claimed-elsewhere");
    assertThat(people.signIn(bob.email(), People.PASSWORD).getStatusCode()).isEqualTo(200);
  }

  // identity §5.1: an unverified primary address belongs to its user.
  @Test
  void anAddressThatAnOperatorHasGivenSomebodySinceTheLinkIsTaken() {
    String id = added(ada, second);
    String link = token(second);
    Rows.user(second);
    Owner.update(
        "UPDATE identity.user_emails SET verified_at = NULL WHERE email = ? AND is_primary",
        second);

    assertThat(outcome(verify(link))).isEqualTo("409 EMAIL_TAKEN");
    assertThat(outcome(makePrimary(id))).isEqualTo("403 EMAIL_NOT_VERIFIED");
  }

  @Test
  void ofTwoPeopleWhoAddOneAddressOneProvesIt() {
    var bob = people.signUp();
    added(ada, second);
    String adas = token(second);
    added(bob, second);
    String bobs = token(second);

    var outcomes = Race.run(List.of(() -> outcome(verify(adas)), () -> outcome(verify(bobs))));

    assertThat(outcomes).containsExactlyInAnyOrder("200", "409 EMAIL_TAKEN");
  }

  @Test
  void aLinkWorksOnceAndNotForEver() {
    // identity §8.8
    added(ada, second);
    String token = token(second);

    var outcomes = Race.run(3, () -> outcome(verify(token)));

    assertThat(outcomes).containsExactlyInAnyOrder("200", "410 TOKEN_GONE", "410 TOKEN_GONE");
    String third = People.address();
    added(ada, third);
    clock.advance(Duration.ofDays(1));
    assertThat(outcome(verify(token(third)))).isEqualTo("410 TOKEN_GONE");
    assertThat(outcome(verify("fhv_" + "A".repeat(43)))).isEqualTo("410 TOKEN_GONE");
  }

  @Test
  void aNewLinkEndsTheOneBefore() {
    String id = added(ada, second);
    String former = token(second);

    assertThat(outcome(resend(id))).isEqualTo("202");

    assertThat(outcome(verify(former))).isEqualTo("410 TOKEN_GONE");
    assertThat(outcome(verify(token(second)))).isEqualTo("200");
    assertThat(outcome(resend(id))).isEqualTo("409 ALREADY_VERIFIED");
    assertThat(outcome(resend(Rows.user().toString()))).isEqualTo("404 NOT_FOUND");
  }

  @Test
  void mailsToAnAddressAreLimitedWhoeverCausesThem() {
    String id = added(ada, second);
    for (int i = 0; i < 4; i++) {
      assertThat(outcome(resend(id))).isEqualTo("202");
    }

    assertThat(outcome(resend(id))).isEqualTo("429 TOO_MANY_REQUESTS");
  }

  @Test
  void oneAddressOnceAndFiveInAll() {
    assertThat(outcome(add(ada, ada.email()))).isEqualTo("409 EMAIL_ALREADY_ADDED");
    assertThat(outcome(add(ada, "no address"))).isEqualTo("400 VALIDATION_FAILED");
    for (int i = 0; i < 3; i++) {
      added(ada, People.address());
    }
    added(ada, second);

    assertThat(outcome(add(ada, second))).isEqualTo("409 EMAIL_ALREADY_ADDED");
    assertThat(outcome(add(ada, People.address()))).isEqualTo("422 LIMIT_REACHED");
  }

  @Test
  void theFifthAddressIsAddedOnceAlsoAtOnce() {
    for (int i = 0; i < 3; i++) {
      added(ada, People.address());
    }

    var outcomes = Race.run(3, () -> outcome(add(ada, People.address())));

    assertThat(outcomes).containsExactlyInAnyOrder("201", "422 LIMIT_REACHED", "422 LIMIT_REACHED");
  }

  @Test
  void onlyAProvedAddressBecomesPrimaryAndTheOldOneIsTold() {
    String id = added(ada, second);
    assertThat(outcome(makePrimary(id))).isEqualTo("403 EMAIL_NOT_VERIFIED");
    verify(token(second));

    JsonNode made = json(makePrimary(id));

    assertThat(made.get("primary").asBoolean()).isTrue();
    assertThat(mailbox.templates(ada.email())).endsWith("email-changed");
    assertThat(
            Owner.value(
                """
                SELECT payload->>'email' FROM core.outbox
                WHERE type = 'identity.email.changed' AND payload->>'userId' = ?
                """,
                ada.userId().toString()))
        .isEqualTo(second);
    assertThat(outcome(makePrimary(id))).as("again").isEqualTo("200");
    assertThat(
            Owner.count(
                "SELECT count(*) FROM identity.user_emails WHERE user_id = ? AND is_primary",
                ada.userId()))
        .isOne();
    assertThat(outcome(remove(id))).isEqualTo("409 PRIMARY_EMAIL");
    assertThat(outcome(remove(idOf(ada.email())))).isEqualTo("204");
  }

  @Test
  void twoAddressesMadePrimaryAtOnceLeaveOne() {
    String third = People.address();
    String one = added(ada, second);
    verify(token(second));
    String two = added(ada, third);
    verify(token(third));

    var outcomes =
        Race.run(List.of(() -> outcome(makePrimary(one)), () -> outcome(makePrimary(two))));

    assertThat(outcomes).containsExactly("200", "200");
    assertThat(
            Owner.count(
                "SELECT count(*) FROM identity.user_emails WHERE user_id = ? AND is_primary",
                ada.userId()))
        .isOne();
  }

  @Test
  void aRemovedAddressIsToldAndItsLinkIsDead() {
    String id = added(ada, second);
    String token = token(second);

    assertThat(outcome(remove(id))).isEqualTo("204");

    assertThat(mailbox.templates(second)).endsWith("email-removed");
    assertThat(outcome(verify(token))).isEqualTo("410 TOKEN_GONE");
    assertThat(outcome(remove(id))).isEqualTo("404 NOT_FOUND");
    assertThat(outcome(remove(idOf(ada.email())))).isEqualTo("409 PRIMARY_EMAIL");
  }

  @Test
  void addressesOfOthersAreNotThere() {
    var bob = people.signUp();
    String bobs = added(bob, second);

    assertThat(outcome(makePrimary(bobs))).isEqualTo("404 NOT_FOUND");
    assertThat(outcome(resend(bobs))).isEqualTo("404 NOT_FOUND");
    assertThat(outcome(remove(bobs))).isEqualTo("404 NOT_FOUND");
  }

  @Test
  void aStaleSessionIsAskedAgain() {
    String id = added(ada, second);
    clock.advance(Duration.ofMinutes(15));

    assertThat(outcome(add(ada, People.address()))).isEqualTo("403 REAUTHENTICATION_REQUIRED");
    assertThat(outcome(makePrimary(id))).isEqualTo("403 REAUTHENTICATION_REQUIRED");
    assertThat(outcome(remove(id))).isEqualTo("403 REAUTHENTICATION_REQUIRED");
    assertThat(outcome(resend(id))).isEqualTo("202");
  }
}
