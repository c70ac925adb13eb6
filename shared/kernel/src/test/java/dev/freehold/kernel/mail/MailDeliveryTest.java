package dev.freehold.kernel.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.kernel.Call;
import dev.freehold.kernel.Json;
import dev.freehold.kernel.Scope;
import dev.freehold.kernel.Transactions;
import dev.freehold.kernel.signal.Metric;
import dev.freehold.testing.Owner;
import dev.freehold.testing.Rows;
import dev.freehold.testing.SettableClock;
import dev.freehold.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A mail is sent when its fact is committed, once, to who should read it. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
class MailDeliveryTest {

  @Inject Mail mail;
  @Inject MailDelivery delivery;
  @Inject MailReports reports;
  @Inject Transactions transactions;
  @Inject FakeProvider provider;
  @Inject UnsubscribeLinks unsubscribe;
  @Inject SettableClock clock;

  private final String address = "reader-" + UUID.randomUUID() + "@example.test";
  private final Call system = Call.system("core-send-mail", Scope.operator());

  @AfterEach
  void providerIsBack() {
    provider.away(false);
    provider.full(false);
  }

  private UUID requested(MailRequest.Builder request) {
    system.run(
        () ->
            transactions.requiresNew(
                () -> {
                  mail.request(request);
                  return true;
                }));
    return (UUID)
        Objects.requireNonNull(
            Owner.value("SELECT id FROM core.mail_messages ORDER BY id DESC LIMIT 1"));
  }

  private MailRequest.Builder code() {
    return MailRequest.template("test-code")
        .category(MailRequest.SECURITY)
        .toAddress(address)
        .param("name", "<Ada>")
        .secret("code", "123456");
  }

  private @Nullable Object column(UUID id, String column) {
    return Owner.value("SELECT " + column + " FROM core.mail_messages WHERE id = ?", id);
  }

  @ParameterizedTest
  @ValueSource(strings = {"queued", "sending"})
  void retrySaysWhenTheNextMailIsDue(String status) {
    Instant soon = clock.instant().plusMillis(1);
    UUID id = requested(code());
    Owner.update(
        "UPDATE core.mail_messages SET status = ?, next_attempt_at = ? WHERE id = ?",
        status,
        soon,
        id);

    assertThat(system.supply(delivery::retry).nextDueAt()).isEqualTo(soon);

    Owner.update("UPDATE core.mail_messages SET status = 'sent' WHERE id = ?", id);
    assertThat(system.supply(delivery::retry).nextDueAt()).isNotEqualTo(soon);
  }

  @Test
  void codeIsMailedAndLeavesTheTable() {
    UUID id = requested(code());
    assertThat(column(id, "secret_params_encrypted")).isNotNull();

    system.run(() -> delivery.send(id));

    var sent = provider.sentTo(address);
    assertThat(sent).hasSize(1);
    assertThat(sent.getFirst().text()).contains("123456").contains("<Ada>");
    assertThat(sent.getFirst().html()).contains("&lt;Ada&gt;");
    assertThat(column(id, "status")).isEqualTo("sent");
    assertThat(column(id, "secret_params_encrypted")).isNull();
  }

  @Test
  void aMailOfATypeCanBeEndedWithOneClickAndOthersCannot() {
    UUID reader = Rows.user(address);
    UUID wanted = requested(code().category("usage_alerts").user(reader));
    UUID security = requested(code().user(reader));

    system.run(() -> delivery.send(wanted));
    system.run(() -> delivery.send(security));

    var headers = provider.sentTo(address).getFirst().headers();
    assertThat(headers).containsEntry("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
    String link = Objects.requireNonNull(headers.get("List-Unsubscribe"));
    assertThat(link).matches("<http.*/v1/email-preferences/unsubscribe\\?token=fhu_[\\w-]+>");
    assertThat(unsubscribe.read(link.replaceAll(".*token=|>", "")))
        .contains(new UnsubscribeLinks.Reader(reader, "usage_alerts"));
    assertThat(provider.sentTo(address).getLast().headers()).isEmpty();
  }

  @Test
  void mailWithoutAValueForAPlaceIsRefusedWhereItIsAskedFor() {
    assertThatThrownBy(
            () ->
                requested(
                    MailRequest.template("test-code").toAddress(address).param("name", "Ada")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("{code}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bounced", "complained"})
  void whereMailBouncedOrWasComplainedOfGoesSecurityMailOnly(String reported) {
    Rows.user(address);
    Owner.update(
        "UPDATE identity.user_emails SET delivery_status = ? WHERE email = ?", reported, address);
    UUID service = requested(code().category(MailRequest.SERVICE));
    UUID security = requested(code());

    system.run(() -> delivery.send(service));
    system.run(() -> delivery.send(security));

    assertThat(column(service, "skip_reason")).isEqualTo("undeliverable");
    assertThat(column(security, "status")).isEqualTo("sent");
    assertThat(provider.sentTo(address)).hasSize(1);
  }

  @Test
  void commandTwiceAtOnceSendsOnce() throws Exception {
    UUID id = requested(code());

    try (var pool = Executors.newFixedThreadPool(8)) {
      for (int i = 0; i < 8; i++) {
        pool.submit(() -> system.run(() -> delivery.send(id)));
      }
    }

    assertThat(provider.sentTo(address)).hasSize(1);
  }

  // kernel §13.21
  @Test
  void afterAnHourWithoutTheProviderMailsArriveButDeadCodesDoNot() {
    provider.away(true);
    UUID news =
        requested(
            MailRequest.template("test-code")
                .toAddress(address)
                .param("name", "a")
                .secret("code", "news"));
    UUID dying = requested(code().expiresAt(clock.instant().plus(Duration.ofMinutes(10))));
    for (UUID id : List.of(news, dying)) {
      system.run(() -> delivery.send(id));
    }
    assertThat(column(news, "status")).isEqualTo("queued");

    clock.advance(Duration.ofHours(1));
    provider.away(false);
    for (UUID id : List.of(news, dying)) {
      system.run(() -> delivery.send(id));
    }

    assertThat(provider.sentTo(address)).hasSize(1);
    assertThat(column(news, "status")).isEqualTo("sent");
    assertThat(column(dying, "skip_reason")).isEqualTo("expired");
    assertThat(column(dying, "secret_params_encrypted")).isNull();
  }

  @Test
  void mailIsGivenUpAfterEightTriesAndReported() {
    provider.away(true);
    UUID id = requested(code());

    for (int i = 0; i < 7; i++) {
      system.run(() -> delivery.send(id));
    }
    assertThat(system.state().figures().get(Metric.MAIL_FAILED)).isZero();
    system.run(() -> delivery.send(id));

    assertThat(system.state().figures().get(Metric.MAIL_FAILED)).isEqualTo(1);
    assertThat(column(id, "status")).isEqualTo("failed");
    assertThat(reported(id)).containsExactly("failed");
  }

  @Test
  void mailOverTheProvidersRateComesBackUntilItIsTaken() {
    provider.full(true);
    UUID id = requested(code());

    for (int i = 0; i < 20; i++) {
      system.run(() -> delivery.send(id));
    }

    assertThat(column(id, "status")).isEqualTo("queued");
    assertThat(column(id, "attempts")).isEqualTo(0);
    assertThat(reported(id)).isEmpty();
    assertThat(
            Owner.count(
                """
                SELECT count(*) FROM core.outbox
                WHERE type = 'core-send-mail' AND payload ->> 'mailId' = ?
                  AND available_at BETWEEN created_at + interval '5 s' AND created_at + interval '30 s'
                """,
                id.toString()))
        .isEqualTo(20);

    provider.full(false);
    system.run(() -> delivery.send(id));
    assertThat(provider.sentTo(address)).hasSize(1);
  }

  // kernel §13.23
  @Test
  void sameOccasionIsMailedOnce() {
    String occasion = "occasion-" + address;

    requested(code().dedup(occasion));
    requested(code().dedup(occasion));

    assertThat(Owner.count("SELECT count(*) FROM core.mail_messages WHERE dedup_key = ?", occasion))
        .isEqualTo(1);
  }

  @Test
  void mailToMembersGoesToEachWhoHoldsThePermission() {
    UUID owner = Rows.user();
    UUID organization = Rows.organization(owner);
    UUID admin = Rows.memberOf(organization, "admin");
    Rows.memberOf(organization, "member");

    UUID id =
        requested(
            MailRequest.template("test-code")
                .toMembers(organization, "billing:read")
                .param("name", "a")
                .secret("code", "x"));
    system.run(() -> delivery.send(id));

    assertThat(Owner.rows("SELECT user_id FROM core.mail_messages WHERE parent_id = ?", id))
        .extracting(row -> row.get("user_id"))
        .containsExactlyInAnyOrder(owner, admin);
  }

  // kernel §13.22
  @Test
  void reportsThriceAndOutOfOrderEndInOneState() {
    UUID id = requested(code());
    system.run(() -> delivery.send(id));
    String bounce = notification("n-" + id, "Bounce", id);
    String late = notification("d-" + id, "Delivery", id);

    for (String report : List.of(bounce, bounce, late, bounce)) {
      system.run(() -> reports.record(report));
    }

    assertThat(column(id, "status")).isEqualTo("bounced");
    assertThat(reported(id)).containsExactly("sent", "bounced");
  }

  /** SES repeats the headers of the mail, and a subject may hold a code. */
  @Test
  void whatIsKeptOfAReportHoldsNoCode() {
    UUID id = requested(code());
    system.run(() -> delivery.send(id));
    var about =
        Map.of(
            "messageId", "p-" + id,
            "headers", List.of(Map.of("name", "Subject", "value", "Your code: 123456")),
            "commonHeaders", Map.of("subject", "Your code: 123456"));
    String event = Json.write(Map.of("eventType", "Delivery", "mail", about));

    system.run(() -> reports.record(Json.write(Map.of("MessageId", "k-" + id, "Message", event))));

    assertThat(column(id, "status")).isEqualTo("delivered");
    Object kept =
        Owner.value(
            "SELECT payload::text FROM core.mail_events WHERE provider_event_id = ?", "k-" + id);
    assertThat(String.valueOf(kept)).contains("p-" + id).doesNotContain("123456");
  }

  private static String notification(String eventId, String type, UUID mailId) {
    String event =
        Json.write(
            Map.of(
                "eventType", type,
                "mail", Map.of("messageId", "p-" + mailId),
                "bounce", Map.of("bounceType", "Permanent")));
    return Json.write(Map.of("MessageId", eventId, "Message", event));
  }

  private static List<String> reported(UUID mailId) {
    return Owner.rows(
            """
            SELECT payload ->> 'event' AS event FROM core.outbox
            WHERE type = 'core.mail.reported' AND payload ->> 'mailId' = ? ORDER BY id
            """,
            mailId.toString())
        .stream()
        .map(row -> String.valueOf(row.get("event")))
        .toList();
  }
}
