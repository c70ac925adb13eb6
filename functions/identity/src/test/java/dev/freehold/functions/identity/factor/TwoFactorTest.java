package dev.freehold.functions.identity.factor;

import static dev.freehold.functions.identity.People.json;
import static dev.freehold.functions.identity.People.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.functions.identity.Mailbox;
import dev.freehold.functions.identity.People;
import dev.freehold.functions.identity.organization.MemberFunctions;
import dev.freehold.identity.signin.Totp;
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
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** identity-get-, -start-, -confirm-, -disable-two-factor, -renew-backup-codes. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
class TwoFactorTest {

  private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

  @Inject People people;
  @Inject Mailbox mailbox;
  @Inject SettableClock clock;
  @Inject TwoFactorFunctions twoFactors;
  @Inject TrustedDeviceFunctions devices;
  @Inject MemberFunctions members;

  private People.SignedUp ada = new People.SignedUp("", Rows.user(), Rows.user(), "");
  private byte[] secret = {};

  @BeforeEach
  void signUp() {
    ada = people.signUp();
  }

  @AfterEach
  void putTheClockBack() {
    clock.set(Rows.NOW);
  }

  private Events call(String path) {
    return Events.post("/v1/users/me/two-factor" + path).bearer(ada.sessionToken());
  }

  private APIGatewayV2HTTPResponse start() {
    return twoFactors.start(call("").build());
  }

  private static byte[] bytes(String base32) {
    var out = new ByteArrayOutputStream();
    int buffer = 0;
    int bits = 0;
    for (char c : base32.toCharArray()) {
      buffer = (buffer << 5) | BASE32.indexOf(c);
      bits += 5;
      if (bits >= 8) {
        bits -= 8;
        out.write((buffer >>> bits) & 0xFF);
      }
    }
    return out.toByteArray();
  }

  private APIGatewayV2HTTPResponse send(
      Function<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> operation,
      String path,
      String code) {
    return operation.apply(call(path).json(Json.write(Map.of("code", code))).build());
  }

  private APIGatewayV2HTTPResponse confirm(String code) {
    return send(twoFactors::confirm, "/confirm", code);
  }

  private APIGatewayV2HTTPResponse disable(String code) {
    return send(twoFactors::disable, "/disable", code);
  }

  private APIGatewayV2HTTPResponse renew(String code) {
    return send(twoFactors::renew, "/backup-codes", code);
  }

  private String totp() {
    return Totp.codeAt(secret, clock.instant());
  }

  private String wrong() {
    return totp().equals("000000") ? "000001" : "000000";
  }

  private void startKnowingTheSecret() {
    secret = bytes(json(start()).get("secret").asText());
  }

  /** The backup codes; the next code of the authenticator works. */
  private List<String> enable() {
    startKnowingTheSecret();
    var codes = codes(confirm(totp()));
    clock.advance(Duration.ofSeconds(30));
    return codes;
  }

  private static List<String> codes(APIGatewayV2HTTPResponse answer) {
    assertThat(outcome(answer)).isEqualTo("200");
    var codes = new ArrayList<String>();
    json(answer).get("backupCodes").forEach(code -> codes.add(code.asText()));
    return codes;
  }

  private JsonNode standing() {
    return json(
        twoFactors.get(Events.get("/v1/users/me/two-factor").bearer(ada.sessionToken()).build()));
  }

  private String signIn(String method, String code) {
    JsonNode challenge = json(people.signIn(ada.email(), People.PASSWORD));
    return outcome(
        people.confirmSecondFactor(
            Map.of(
                "challengeId", challenge.get("challengeId").asText(),
                "method", method,
                "code", code)));
  }

  @Test
  void whatIsShownIsWhatAnAppTakesAndCountsOnceConfirmed() {
    var started = start();

    assertThat(outcome(started)).isEqualTo("201");
    String shown = json(started).get("secret").asText();
    secret = bytes(shown);
    assertThat(secret).hasSize(Totp.SECRET_BYTES);
    assertThat(json(started).get("otpauthUri").asText())
        .isEqualTo(
            "otpauth://totp/Freehold:%s?secret=%s&issuer=Freehold&algorithm=SHA1&digits=6&period=30"
                .formatted(ada.email().replace("@", "%40"), shown));
    assertThat(standing().get("enabled").asBoolean()).isFalse();

    var codes = codes(confirm(totp()));

    assertThat(codes).hasSize(10).doesNotHaveDuplicates();
    assertThat(codes).allMatch(code -> code.matches("([2-9A-HJ-NP-Z]{4}-){3}[2-9A-HJ-NP-Z]{4}"));
    assertThat(standing().get("enabled").asBoolean()).isTrue();
    assertThat(standing().get("enabledAt").asText()).isEqualTo("2026-04-01T10:00:00.000Z");
    assertThat(standing().get("backupCodesRemaining").asInt()).isEqualTo(10);
    assertThat(mailbox.templates(ada.email())).endsWith("two-factor-enabled");
    assertThat(
            Owner.value(
                "SELECT methods::text FROM identity.sessions WHERE user_id = ?", ada.userId()))
        .isEqualTo("{password,email_code,totp}");
    assertThat(events()).contains("two_factor_enabled success");
  }

  private List<String> events() {
    return Owner.rows(
            """
            SELECT event_type || ' ' || result AS event FROM identity.audit_authentication
            WHERE user_id = ? ORDER BY id
            """,
            ada.userId())
        .stream()
        .map(row -> String.valueOf(row.get("event")))
        .toList();
  }

  @Test
  void aRepeatedAnswerShowsNoSecret() {
    var first =
        twoFactors.start(call("").header("Idempotency-Key", "start-" + ada.userId()).build());
    var again =
        twoFactors.start(call("").header("Idempotency-Key", "start-" + ada.userId()).build());

    assertThat(json(first).get("secret").isNull()).isFalse();
    assertThat(outcome(again)).isEqualTo("201");
    assertThat(json(again).get("secret").isNull()).isTrue();
    assertThat(json(again).get("otpauthUri").isNull()).isTrue();
  }

  @Test
  void startingAgainEndsTheSecretShownBefore() {
    startKnowingTheSecret();
    String former = totp();
    startKnowingTheSecret();

    assertThat(outcome(confirm(former))).isEqualTo("422 CODE_WRONG");
    assertThat(outcome(confirm(totp()))).isEqualTo("200");
    assertThat(outcome(start())).isEqualTo("409 ALREADY_ENABLED");
    assertThat(outcome(confirm(totp()))).isEqualTo("409 NOT_STARTED");
  }

  @Test
  void twoConfirmationsAtOnceShowOneSetOfCodes() {
    startKnowingTheSecret();

    var outcomes = Race.run(3, () -> outcome(confirm(totp())));

    assertThat(outcomes).containsExactlyInAnyOrder("200", "409 NOT_STARTED", "409 NOT_STARTED");
    assertThat(standing().get("backupCodesRemaining").asInt()).isEqualTo(10);
  }

  @Test
  void nothingToConfirmDisableOrRenew() {
    assertThat(outcome(confirm("123456"))).isEqualTo("409 NOT_STARTED");
    assertThat(outcome(disable("123456"))).isEqualTo("409 NOT_ENABLED");
    assertThat(outcome(renew("123456"))).isEqualTo("409 NOT_ENABLED");
  }

  @Test
  void theCodeThatEnabledOpensNothingElse() {
    // identity §8.7
    startKnowingTheSecret();
    codes(confirm(totp()));

    assertThat(signIn("totp", totp())).isEqualTo("422 CODE_WRONG");
    assertThat(outcome(renew(totp()))).isEqualTo("422 CODE_WRONG");
    clock.advance(Duration.ofSeconds(30));
    assertThat(signIn("totp", totp())).isEqualTo("200");
  }

  @Test
  void aBackupCodeShownOpensASessionOnce() {
    // identity §8.7
    var codes = enable();

    assertThat(signIn("backup_code", codes.getFirst())).isEqualTo("200");
    assertThat(signIn("backup_code", codes.getFirst())).isEqualTo("422 CODE_WRONG");
    assertThat(signIn("backup_code", codes.get(1).toLowerCase(java.util.Locale.ROOT)))
        .isEqualTo("200");
    assertThat(standing().get("backupCodesRemaining").asInt()).isEqualTo(8);
  }

  @Test
  void renewingEndsTheOldCodes() {
    var old = enable();

    var renewed = codes(renew(totp()));

    assertThat(renewed).hasSize(10).doesNotContainAnyElementsOf(old);
    assertThat(signIn("backup_code", old.getFirst())).isEqualTo("422 CODE_WRONG");
    assertThat(signIn("backup_code", renewed.getFirst())).isEqualTo("200");
    assertThat(mailbox.templates(ada.email())).contains("backup-codes-renewed");
  }

  @Test
  void ofTwoRenewalsWithOneCodeOneSucceeds() {
    // identity §8.7
    enable();
    String code = totp();

    var outcomes = Race.run(2, () -> outcome(renew(code)));

    assertThat(outcomes).containsExactlyInAnyOrder("200", "422 CODE_WRONG");
  }

  @Test
  void disablingTakesEverythingAway() {
    enable();
    trustADevice();

    assertThat(outcome(disable(wrong()))).isEqualTo("422 CODE_WRONG");
    assertThat(outcome(disable(totp()))).isEqualTo("204");

    assertThat(standing().get("enabled").asBoolean()).isFalse();
    assertThat(standing().get("backupCodesRemaining").asInt()).isZero();
    assertThat(deviceCount()).isZero();
    assertThat(mailbox.templates(ada.email())).endsWith("two-factor-disabled");
    assertThat(events()).contains("two_factor_disabled failure", "two_factor_disabled success");
    assertThat(outcome(start())).isEqualTo("201");
  }

  @Test
  void aBackupCodeDisablesToo() {
    var codes = enable();

    assertThat(outcome(disable(codes.getLast()))).isEqualTo("204");
    assertThat(outcome(disable(codes.getFirst()))).isEqualTo("409 NOT_ENABLED");
  }

  private void trustADevice() {
    JsonNode challenge = json(people.signIn(ada.email(), People.PASSWORD));
    var answer =
        people.confirmSecondFactor(
            Map.of(
                "challengeId",
                challenge.get("challengeId").asText(),
                "method",
                "totp",
                "code",
                totp(),
                "trustDevice",
                true));
    assertThat(json(answer).get("deviceToken").isNull()).isFalse();
    clock.advance(Duration.ofSeconds(30));
  }

  private long deviceCount() {
    return Owner.count(
        "SELECT count(*) FROM identity.trusted_devices WHERE user_id = ?", ada.userId());
  }

  /** The token of a device that was trusted by a mailed code. */
  private String deviceTrustedByMail() {
    JsonNode challenge = json(people.signIn(ada.email(), People.PASSWORD));
    return json(people.confirmSecondFactor(
            Map.of(
                "challengeId",
                challenge.get("challengeId").asText(),
                "method",
                "email_code",
                "code",
                mailbox.code("sign-in-code", ada.email()),
                "trustDevice",
                true)))
        .get("deviceToken")
        .asText();
  }

  @Test
  void enablingEndsTrustedDevices() {
    deviceTrustedByMail();
    assertThat(deviceCount()).isOne();

    enable();

    assertThat(deviceCount()).isZero();
  }

  // identity §5.4: with TOTP enabled, a trusted device was trusted through it or a backup code.
  @Test
  void whoCameByADeviceTrustedByMailHasNoSecondFactor() {
    String device = deviceTrustedByMail();
    String session =
        json(people.signIn(
                Map.of("email", ada.email(), "password", People.PASSWORD, "deviceToken", device)))
            .get("sessionToken")
            .asText();
    enable();
    Owner.update(
        "UPDATE identity.organizations SET require_two_factor = true WHERE id = ?",
        ada.organizationId());

    assertThat(members(session)).isEqualTo("403 TWO_FACTOR_REQUIRED");
    assertThat(members(ada.sessionToken())).isEqualTo("200");
  }

  private String members(String session) {
    return outcome(
        members.list(
            Events.get("/v1/organizations/%s/members".formatted(ada.organizationId()))
                .bearer(session)
                .build()));
  }

  @Test
  void operatorsKeepTheirs() {
    enable();
    Owner.update("UPDATE identity.users SET role = 'admin' WHERE id = ?", ada.userId());

    assertThat(outcome(disable(totp()))).isEqualTo("409 TWO_FACTOR_DEMANDED");
  }

  @Test
  void wrongCodesCountWithThoseOfSignIns() {
    // identity §8.3, for second factors
    enable();

    var outcomes = Race.run(10, () -> outcome(disable(wrong())));

    assertThat(outcomes).filteredOn("422 CODE_WRONG"::equals).hasSize(5);
    assertThat(outcomes).filteredOn("429 TOO_MANY_ATTEMPTS"::equals).hasSize(5);
    // identity §8.4: right while locked is refused too, and changes nothing.
    assertThat(outcome(renew(totp()))).isEqualTo("429 TOO_MANY_ATTEMPTS");
    clock.advance(Duration.ofMinutes(8));
    assertThat(outcome(renew(totp()))).isEqualTo("200");
  }

  @Test
  void aStaleSessionIsAskedAgain() {
    clock.advance(Duration.ofMinutes(15));

    for (var answer : List.of(start(), confirm("1"), disable("1"), renew("1"))) {
      assertThat(outcome(answer)).isEqualTo("403 REAUTHENTICATION_REQUIRED");
    }
    assertThat(standing().get("enabled").asBoolean()).isFalse();
  }

  @Test
  void trustedDevicesAreSeenAndTakenBack() {
    enable();
    trustADevice();
    trustADevice();
    var other = people.signUp();
    String id = listed(ada).get(0).get("id").asText();

    assertThat(listed(ada)).hasSize(2);
    assertThat(listed(ada).get(0).get("lastUsedAt").isNull()).isFalse();
    assertThat(listed(other)).isEmpty();
    assertThat(remove(other, id)).isEqualTo("404 NOT_FOUND");
    assertThat(remove(ada, id)).isEqualTo("204");
    assertThat(remove(ada, id)).isEqualTo("404 NOT_FOUND");
    assertThat(listed(ada)).hasSize(1);
    clock.advance(Duration.ofDays(30));
    Owner.update(
        "UPDATE identity.sessions SET expires_at = ?, absolute_expires_at = ? WHERE user_id = ?",
        clock.instant().plusSeconds(60),
        clock.instant().plusSeconds(60),
        ada.userId());
    assertThat(listed(ada)).as("over after thirty days").isEmpty();
  }

  private JsonNode listed(People.SignedUp person) {
    return json(devices.list(
            Events.get("/v1/users/me/trusted-devices").bearer(person.sessionToken()).build()))
        .get("data");
  }

  private String remove(People.SignedUp person, String id) {
    return outcome(
        devices.remove(
            Events.of("DELETE", "/v1/users/me/trusted-devices/" + id)
                .bearer(person.sessionToken())
                .build()));
  }
}
