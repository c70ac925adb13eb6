package dev.freehold.functions.identity.organization;

import static dev.freehold.functions.identity.People.json;
import static dev.freehold.functions.identity.People.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.functions.identity.Mailbox;
import dev.freehold.functions.identity.People;
import dev.freehold.kernel.Json;
import dev.freehold.kernel.outbox.Envelope;
import dev.freehold.lambda.Tick;
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
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** identity-remind-invitations, identity-record-mail-delivery. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
class InvitationUpkeepTest {

  @Inject InvitationUpkeep upkeep;
  @Inject InvitationFunctions invitations;
  @Inject Mailbox mailbox;
  @Inject SettableClock clock;

  private final UUID owner = Rows.user();
  private final UUID acme = Rows.organization(owner);
  private final String email = People.address();
  private static int slots;

  @AfterEach
  void putTheClockBack() {
    clock.set(Rows.NOW);
  }

  private String invite() {
    var made =
        invitations.create(
            Events.post("/v1/organizations/" + acme + "/invitations")
                .bearer(Rows.session(owner, acme))
                .json(Json.write(Map.of("email", email)))
                .build());
    assertThat(outcome(made)).isEqualTo("201");
    return json(made).get("id").asText();
  }

  /** A run of its own: a slot is run once. */
  private void run() {
    upkeep.remind(new Tick(clock.instant().minusMillis(++slots)));
  }

  private long reminders() {
    return mailbox.templates(email).stream().filter("invitation-reminder"::equals).count();
  }

  private @Nullable Object of(String id, String column) {
    return Owner.value(
        "SELECT " + column + "::text FROM identity.invitations WHERE id = ?::uuid", id);
  }

  @Test
  void twoRemindersADayApartAndNoMore() {
    // identity §8.28
    String id = invite();
    String mailed = mailbox.secret("invitation", email, "link");
    clock.set(Rows.NOW.plus(Duration.ofHours(23)));
    run();
    assertThat(reminders()).isZero();

    clock.set(Rows.NOW.plus(Duration.ofHours(24)));
    run();
    run();
    assertThat(reminders()).isEqualTo(1);
    assertThat(mailbox.secret("invitation-reminder", email, "link"))
        .as("the same token")
        .isEqualTo(mailed);

    clock.set(Rows.NOW.plus(Duration.ofHours(48)));
    Instant now = clock.instant();
    Race.run(
        List.of(
            () -> runAt(now.minusSeconds(1)),
            () -> runAt(now.minusSeconds(2)),
            () -> runAt(now.minusSeconds(3))));
    assertThat(reminders()).isEqualTo(2);

    clock.set(Rows.NOW.plus(Duration.ofHours(72)));
    run();
    assertThat(reminders()).isEqualTo(2);
    assertThat(of(id, "reminder_count")).isEqualTo("2");
  }

  /** The next run is hours away. */
  @Test
  void oneRunRemindsOfAllThatAreDue() {
    Owner.update(
        """
        INSERT INTO identity.invitations (id, organization_id, email, invited_by, role, status,
          token_hash, token_version, expires_at, delivery_status, last_sent_at, sent_count,
          reminder_count, created_at, updated_at)
        SELECT gen_random_uuid(), ?, n || '-' || ?, ?, 'member', 'pending',
          sha256((n || ?)::bytea), 1, ?, 'sent', ?, 1, 0, ?, ?
        FROM generate_series(1, 401) n
        """,
        acme,
        email,
        owner,
        email,
        Rows.NOW.plus(Duration.ofDays(7)),
        Rows.NOW,
        Rows.NOW,
        Rows.NOW);
    clock.set(Rows.NOW.plus(Duration.ofHours(24)));

    run();

    assertThat(
            Owner.count(
                """
                SELECT count(*) FROM identity.invitations
                WHERE organization_id = ? AND reminder_count = 1
                """,
                acme))
        .isEqualTo(401);
  }

  private boolean runAt(Instant slot) {
    upkeep.remind(new Tick(slot));
    return true;
  }

  @Test
  void aRunThatComesDaysLateRemindsOnce() {
    // identity §8.28
    invite();
    clock.set(Rows.NOW.plus(Duration.ofDays(5)));

    run();
    clock.advance(Duration.ofHours(6));
    run();

    assertThat(reminders()).isEqualTo(1);
  }

  @Test
  void whatIsPastItsEndExpires() {
    // identity §8.28
    String id = invite();
    clock.set(Rows.NOW.plus(Duration.ofDays(7)));

    run();
    run();

    assertThat(of(id, "status")).isEqualTo("expired");
    assertThat(of(id, "version")).isEqualTo("1");
    assertThat(reminders()).isZero();
  }

  @Test
  void whereMailBouncesNobodyIsReminded() {
    String id = invite();
    report("bounced", Rows.NOW.plusSeconds(5), "no such user");
    clock.set(Rows.NOW.plus(Duration.ofHours(24)));

    run();

    assertThat(reminders()).isZero();
    assertThat(of(id, "delivery_status")).isEqualTo("bounced");
    assertThat(of(id, "delivery_error")).isEqualTo("no such user");
  }

  private void report(String event, Instant at, @Nullable String error) {
    report(mailId(), null, email, event, at, error);
  }

  private UUID mailId() {
    return UUID.fromString(
        String.valueOf(
            Owner.value(
                "SELECT id FROM core.mail_messages WHERE to_email = ? AND template = 'invitation'",
                email)));
  }

  private void report(
      UUID mail,
      @Nullable UUID user,
      @Nullable String address,
      String event,
      Instant at,
      @Nullable String error) {
    var data = new LinkedHashMap<String, @Nullable Object>();
    data.put("mailId", mail);
    data.put("userId", user);
    data.put("email", address);
    data.put("event", event);
    data.put("error", error);
    data.put("at", at.toString());
    upkeep.recordMailDelivery(
        new Envelope(
            UUID.randomUUID(),
            "core.mail.reported",
            at,
            acme,
            null,
            "r-test",
            null,
            Json.tree(Json.write(data))));
  }

  @Test
  void reportsTwiceAndInAnyOrderEndAlike() {
    // identity §8.26
    var ends = new HashSet<Object>();
    for (List<Integer> order :
        List.of(List.of(0, 1, 2), List.of(2, 1, 0), List.of(1, 2, 1, 0, 2, 0))) {
      String id = invite();
      for (int report : order) {
        report(
            List.of("sent", "delivered", "complained").get(report),
            Rows.NOW.plusSeconds(10 + report),
            null);
      }
      ends.add(of(id, "delivery_status") + " " + of(id, "delivery_reported_at"));
      Owner.update("DELETE FROM identity.invitations WHERE id = ?::uuid", id);
      Owner.update("DELETE FROM core.mail_messages WHERE to_email = ?", email);
    }

    assertThat(ends).hasSize(1).first().asString().startsWith("complained ");
  }

  @Test
  void ofTwoReportsOfOneMomentTheGraverStands() {
    // identity §8.26
    String id = invite();
    Instant at = Rows.NOW.plusSeconds(5);

    report("bounced", at, null);
    report("delivered", at, null);

    assertThat(of(id, "delivery_status")).isEqualTo("bounced");
  }

  @Test
  void aMailOfAnotherKindDoesNotTouchTheInvitation() {
    String id = invite();

    report(UUID.randomUUID(), null, email, "failed", Rows.NOW.plusSeconds(5), null);

    assertThat(of(id, "delivery_status")).isEqualTo("not_sent");
  }

  @Test
  void theAddressKnowsThatItsMailBounces() {
    UUID bob = Rows.user(email);

    report(UUID.randomUUID(), bob, null, "bounced", Rows.NOW.plusSeconds(5), null);
    assertThat(delivery()).containsExactly("bounced");
    report(UUID.randomUUID(), bob, email, "delivered", Rows.NOW.plusSeconds(4), null);
    assertThat(delivery()).as("older").containsExactly("bounced");
    report(UUID.randomUUID(), bob, email, "delivered", Rows.NOW.plusSeconds(6), null);
    assertThat(delivery()).containsExactly("ok");
  }

  private List<String> delivery() {
    return Collections.singletonList(
        String.valueOf(
            Owner.value(
                "SELECT delivery_status FROM identity.user_emails WHERE email = ?", email)));
  }
}
