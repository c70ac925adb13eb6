package dev.freehold.functions.identity.organization;

import static dev.freehold.functions.identity.People.json;
import static dev.freehold.functions.identity.People.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.freehold.kernel.Json;
import dev.freehold.kernel.Secrets;
import dev.freehold.testing.Events;
import dev.freehold.testing.Owner;
import dev.freehold.testing.Race;
import dev.freehold.testing.Rows;
import dev.freehold.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** identity-update-organization, -delete-organization. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
class OrganizationChangesTest {

  @Inject OrganizationFunctions organizations;
  @Inject MemberFunctions members;

  private final UUID owner = Rows.user();
  private final UUID acme = Rows.organization(owner);
  private final String token = Rows.session(owner, acme);

  private APIGatewayV2HTTPResponse update(String session, UUID id, String body) {
    return organizations.update(
        Events.of("PATCH", "/v1/organizations/" + id).bearer(session).json(body).build());
  }

  private APIGatewayV2HTTPResponse update(Map<String, ?> body) {
    return update(token, acme, Json.write(body));
  }

  private APIGatewayV2HTTPResponse delete(String session, String confirmSlug) {
    return organizations.delete(
        Events.of("DELETE", "/v1/organizations/" + acme + "?confirmSlug=" + confirmSlug)
            .bearer(session)
            .build());
  }

  private String slug() {
    return String.valueOf(
        Owner.value("SELECT slug FROM identity.organizations WHERE id = ?", acme));
  }

  @Test
  void whatIsLeftOutStays() {
    var changed =
        update(
            Map.of(
                "name",
                "Acme Ltd",
                "logoUrl",
                "https://acme.test/logo.png",
                "metadata",
                Map.of("a", 1),
                "allowedEmailDomains",
                List.of("ACME.test", "bücher.example")));
    assertThat(outcome(changed)).isEqualTo("200");
    assertThat(json(changed).get("allowedEmailDomains").toString())
        .isEqualTo("[\"acme.test\",\"xn--bcher-kva.example\"]");

    var again = update(token, acme, "{\"logoUrl\":null,\"allowedEmailDomains\":null}");

    assertThat(json(again).get("name").asText()).isEqualTo("Acme Ltd");
    assertThat(json(again).get("metadata").toString()).isEqualTo("{\"a\":1}");
    assertThat(json(again).get("logoUrl").isNull()).isTrue();
    assertThat(json(again).get("allowedEmailDomains").isNull()).isTrue();
    assertThat(json(again).get("version").asInt()).isEqualTo(2);
    assertThat(
            Owner.count(
                """
                SELECT count(*) FROM core.outbox
                WHERE organization_id = ? AND type = 'identity.organization.updated'
                """,
                acme))
        .isEqualTo(2);
  }

  @Test
  void theAuditHoldsWhatChangedAndNothingElse() {
    update(Map.of("logoUrl", "https://acme.test/a.png", "allowedEmailDomains", List.of("a.test")));
    update(token, acme, "{\"name\":\"Acme\",\"allowedEmailDomains\":null}");

    assertThat(
            Owner.rows(
                """
                SELECT before::text || ' > ' || after::text AS change FROM core.audit_log
                WHERE organization_id = ? AND action = 'organization.update' ORDER BY chain_seq
                """,
                acme))
        .extracting(row -> row.get("change"))
        .containsExactly(
            "{\"logoUrl\": null, \"allowedEmailDomains\": null} > {\"logoUrl\":"
                + " \"https://acme.test/a.png\", \"allowedEmailDomains\": [\"a.test\"]}",
            "{\"allowedEmailDomains\": [\"a.test\"]} > {\"allowedEmailDomains\": null}");
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    for (String body :
        List.of(
            "{\"name\":\" \"}",
            "{\"slug\":\"-a\"}",
            "{\"logoUrl\":\"http://acme.test/x\"}",
            "{\"metadata\":[]}",
            "{\"allowedEmailDomains\":[]}",
            "{\"allowedEmailDomains\":[\"no domain\"]}",
            "{\"ownerId\":\"" + owner + "\"}")) {
      assertThat(outcome(update(token, acme, body))).as(body).isEqualTo("400 VALIDATION_FAILED");
    }
    assertThat(outcome(update(Map.of("slug", "freehold")))).isEqualTo("422 NAME_RESERVED");
  }

  @Test
  void oneOfTwoGetsTheSlug() {
    // identity §8.16
    String wanted = "slug-" + Secrets.word(10);
    UUID other = Rows.user();
    UUID others = Rows.organization(other);
    String otherToken = Rows.session(other, others);
    String body = Json.write(Map.of("slug", wanted));

    var outcomes =
        Race.run(
            List.of(
                () -> outcome(update(token, acme, body)),
                () -> outcome(update(otherToken, others, body))));

    assertThat(outcomes).containsExactlyInAnyOrder("200", "409 SLUG_TAKEN");
  }

  @Test
  void anotherVersionIsRefused() {
    var event =
        Events.of("PATCH", "/v1/organizations/" + acme)
            .bearer(token)
            .header("If-Match", "\"3\"")
            .json("{\"name\":\"B\"}")
            .build();

    assertThat(outcome(organizations.update(event))).isEqualTo("412 VERSION_MISMATCH");
  }

  @Test
  void whoDemandsTwoFactorsHasThem() {
    assertThat(outcome(update(Map.of("requireTwoFactor", true))))
        .isEqualTo("422 OWN_TWO_FACTOR_MISSING");
    Owner.update(
        """
        INSERT INTO identity.two_factors (user_id, secret_encrypted, enabled_at, last_used_step,
          created_at, updated_at)
        VALUES (?, '\\x00', ?, 0, ?, ?)
        """,
        owner,
        Rows.NOW,
        Rows.NOW,
        Rows.NOW);

    assertThat(outcome(update(Map.of("requireTwoFactor", true)))).isEqualTo("200");

    assertThat(outcome(update(Map.of("name", "B"))))
        .as("a session without the second factor")
        .isEqualTo("403 TWO_FACTOR_REQUIRED");
    assertThat(outcome(update(Rows.operatorSession(owner, acme), acme, "{\"name\":\"B\"}")))
        .isEqualTo("200");
  }

  @Test
  void theEndTakesMembersInvitationsAndKeysAlong() {
    // identity §8.6
    UUID bob = Rows.memberOf(acme, "admin");
    String bobToken = Rows.session(bob, acme);
    String key = Rows.serviceKey(acme, owner, "members:read");
    Owner.update(
        """
        INSERT INTO identity.invitations (id, organization_id, email, invited_by, role, status,
          token_hash, token_version, expires_at, delivery_status, sent_count, reminder_count,
          created_at, updated_at)
        VALUES (gen_random_uuid(), ?, 'eve@acme.test', ?, 'member', 'pending',
          sha256(gen_random_uuid()::text::bytea), 1, timestamptz '2026-04-08', 'not_sent', 1, 0, ?, ?)
        """,
        acme,
        owner,
        Rows.NOW,
        Rows.NOW);
    String slug = slug();

    assertThat(outcome(delete(token, slug))).isEqualTo("204");

    var list = Events.get("/v1/organizations/" + acme + "/members");
    assertThat(outcome(members.list(list.bearer(bobToken).build()))).isEqualTo("404 NOT_FOUND");
    assertThat(outcome(members.list(list.bearer(key).build()))).isEqualTo("401 UNAUTHENTICATED");
    assertThat(outcome(delete(token, slug))).isEqualTo("404 NOT_FOUND");
    assertThat(
            Owner.value("SELECT status FROM identity.invitations WHERE organization_id = ?", acme))
        .isEqualTo("revoked");
    assertThat(
            Owner.value(
                "SELECT type FROM core.outbox WHERE organization_id = ? AND kind = 'event'", acme))
        .isEqualTo("identity.organization.deleted");
  }

  @Test
  void whatLivesInItKeepsIt() {
    Owner.update(
        """
        INSERT INTO billing.invoices (id, organization_id, origin, settlement, status,
          billing_reason, currency, period_start, period_end, created_at, updated_at)
        VALUES (gen_random_uuid(), ?, 'freehold', 'manual', 'draft', 'manual', 'eur', ?, ?, ?, ?)
        """,
        acme,
        Rows.NOW,
        Rows.NOW.plusSeconds(1),
        Rows.NOW,
        Rows.NOW);

    var refused = delete(token, slug());

    assertThat(outcome(refused)).isEqualTo("409 ORGANIZATION_IN_USE");
    assertThat(json(refused).get("errors").findValuesAsText("field")).containsExactly("invoices");
  }

  @Test
  void theDefaultOneAndATypoAreRefused() {
    assertThat(outcome(delete(token, "typo"))).isEqualTo("422 CONFIRMATION_MISMATCH");
    String stale = Rows.session(owner, acme, Rows.NOW.minus(Duration.ofMinutes(15)), "password");
    assertThat(outcome(delete(stale, slug()))).isEqualTo("403 REAUTHENTICATION_REQUIRED");
    String admin = Rows.session(Rows.memberOf(acme, "admin"), acme);
    assertThat(outcome(delete(admin, slug()))).isEqualTo("403 PERMISSION_DENIED");
    Owner.update("UPDATE identity.organizations SET is_default = true WHERE id = ?", acme);
    assertThat(outcome(delete(token, slug()))).isEqualTo("409 DEFAULT_ORGANIZATION");
  }
}
