package dev.freehold.functions.identity.provider;

import static dev.freehold.functions.identity.People.json;
import static dev.freehold.functions.identity.People.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.functions.identity.People;
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
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** identity-list-accounts, -unlink-account. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
class AccountTest {

  @Inject People people;
  @Inject AccountFunctions accounts;
  @Inject SettableClock clock;

  private People.SignedUp ada = new People.SignedUp("", Rows.user(), Rows.user(), "");

  @BeforeEach
  void signUp() {
    ada = people.signUp();
  }

  @AfterEach
  void putTheClockBack() {
    clock.set(Rows.NOW);
  }

  private UUID linked(UUID user, String provider) {
    UUID id = UUID.randomUUID();
    Owner.update(
        """
        INSERT INTO identity.accounts (id, user_id, provider_id, account_id, created_at, updated_at)
        VALUES (?, ?, ?, ?, ?, ?)
        """,
        id,
        user,
        provider,
        UUID.randomUUID().toString(),
        Rows.NOW,
        Rows.NOW);
    return id;
  }

  private JsonNode list(String query) {
    return json(
        accounts.list(
            Events.get("/v1/users/me/accounts" + query).bearer(ada.sessionToken()).build()));
  }

  private String unlink(UUID id) {
    return outcome(
        accounts.unlink(
            Events.of("DELETE", "/v1/users/me/accounts/" + id).bearer(ada.sessionToken()).build()));
  }

  private UUID password() {
    for (JsonNode row : list("").get("data")) {
      if (row.get("providerId").asText().equals("credential")) {
        return UUID.fromString(row.get("id").asText());
      }
    }
    throw new AssertionError("no password");
  }

  @Test
  void thePasswordAndWhatIsLinkedAreListedWithoutTheirSecrets() {
    UUID google = linked(ada.userId(), "google");
    linked(people.signUp().userId(), "google");

    JsonNode first = list("?limit=1");
    JsonNode rest = list("?limit=1&cursor=" + first.at("/pagination/nextCursor").asText());

    assertThat(rest.at("/pagination/hasMore").asBoolean()).isFalse();
    assertThat(List.of(first.at("/data/0/id").asText(), rest.at("/data/0/id").asText()))
        .containsExactlyInAnyOrder(google.toString(), password().toString());
    assertThat(first.at("/data/0").properties()).hasSize(4);
  }

  @Test
  void theLastWayInStays() {
    assertThat(unlink(password())).isEqualTo("409 LAST_SIGN_IN_METHOD");
    UUID google = linked(ada.userId(), "google");

    assertThat(unlink(password())).isEqualTo("204");
    assertThat(unlink(google)).isEqualTo("409 LAST_SIGN_IN_METHOD");
    assertThat(
            Owner.value(
                """
                SELECT method FROM identity.audit_authentication
                WHERE user_id = ? AND event_type = 'account_unlinked'
                """,
                ada.userId()))
        .isEqualTo("credential");
  }

  @Test
  void ofTwoTakenAwayAtOnceOneStays() {
    UUID google = linked(ada.userId(), "google");
    UUID password = password();

    var outcomes = Race.run(List.of(() -> unlink(google), () -> unlink(password)));

    assertThat(outcomes).containsExactlyInAnyOrder("204", "409 LAST_SIGN_IN_METHOD");
  }

  @Test
  void accountsOfOthersAreNotThere() {
    UUID bobs = linked(people.signUp().userId(), "github");

    assertThat(unlink(bobs)).isEqualTo("404 NOT_FOUND");
  }

  @Test
  void aStaleSessionIsAskedAgain() {
    UUID google = linked(ada.userId(), "google");
    clock.advance(Duration.ofMinutes(15));

    assertThat(unlink(google)).isEqualTo("403 REAUTHENTICATION_REQUIRED");
  }
}
