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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** identity-create-organization, -list-organizations, -get-organization. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
class OrganizationFunctionsTest {

  @Inject OrganizationFunctions organizations;

  private final UUID user = Rows.user();
  private final UUID home = Rows.organization(user);
  private final String token = Rows.session(user, home);

  private APIGatewayV2HTTPResponse create(String session, Map<String, ?> body) {
    return organizations.create(
        Events.post("/v1/organizations").bearer(session).json(Json.write(body)).build());
  }

  private APIGatewayV2HTTPResponse get(String session, UUID id) {
    return organizations.get(Events.get("/v1/organizations/" + id).bearer(session).build());
  }

  private static String slug() {
    return "slug-" + Secrets.word(10);
  }

  @Test
  void theMakerIsOwnerAndTheMessagesGoOut() {
    String slug = slug();
    var made = create(token, Map.of("name", "Second", "slug", slug, "metadata", Map.of("a", 1)));

    assertThat(outcome(made)).isEqualTo("201");
    UUID id = UUID.fromString(json(made).get("id").asText());
    assertThat(made.getHeaders()).containsEntry("Location", "/v1/organizations/" + id);
    assertThat(json(made).get("role").asText()).isEqualTo("owner");
    assertThat(json(made).get("isDefault").asBoolean()).isFalse();
    assertThat(json(made).get("metadata").toString()).isEqualTo("{\"a\":1}");
    assertThat(Owner.rows("SELECT type FROM core.outbox WHERE organization_id = ? ORDER BY id", id))
        .extracting(row -> row.get("type"))
        .containsExactly("identity.organization.created", "identity.member.joined");
    assertThat(
            Owner.value(
                "SELECT action || ' ' || chain_seq FROM core.audit_log WHERE organization_id = ?",
                id))
        .isEqualTo("organization.create 1");
    assertThat(outcome(get(token, id))).isEqualTo("200");
  }

  @Test
  void oneOfTwoGetsASlug() {
    // identity §8.16
    String slug = slug();
    UUID other = Rows.user();
    String otherToken = Rows.session(other, Rows.organization(other));

    var outcomes =
        Race.run(
            List.of(
                () -> outcome(create(token, Map.of("name", "A", "slug", slug))),
                () -> outcome(create(otherToken, Map.of("name", "B", "slug", slug)))));

    assertThat(outcomes).containsExactlyInAnyOrder("201", "409 SLUG_TAKEN");
    assertThat(Owner.count("SELECT count(*) FROM identity.organizations WHERE slug = ?", slug))
        .isEqualTo(1);
  }

  @Test
  void aDeletedOrganizationFreesItsSlugAndIsNotFound() {
    String slug = slug();
    UUID id =
        UUID.fromString(json(create(token, Map.of("name", "A", "slug", slug))).get("id").asText());

    Owner.update("UPDATE identity.organizations SET deleted_at = ? WHERE id = ?", Rows.NOW, id);

    assertThat(outcome(get(token, id))).isEqualTo("404 NOT_FOUND");
    assertThat(outcome(create(token, Map.of("name", "A", "slug", slug)))).isEqualTo("201");
  }

  @Test
  void reservedAndMalformedSlugsAreRefused() {
    assertThat(outcome(create(token, Map.of("name", "A", "slug", "freehold"))))
        .isEqualTo("422 NAME_RESERVED");
    assertThat(outcome(create(token, Map.of("name", "A", "slug", "-a"))))
        .isEqualTo("400 VALIDATION_FAILED");
    assertThat(
            outcome(
                create(token, Map.of("name", "A", "metadata", Map.of("x", "y".repeat(16_000))))))
        .isEqualTo("400 VALIDATION_FAILED");
  }

  @Test
  void aPersonOwnsTenAlsoWhenAskingAtOnce() {
    for (int i = 1; i < 9; i++) {
      assertThat(outcome(create(token, Map.of("name", "N " + i)))).isEqualTo("201");
    }

    var outcomes = Race.run(3, () -> outcome(create(token, Map.of("name", "Last"))));

    assertThat(outcomes).containsExactlyInAnyOrder("201", "422 LIMIT_REACHED", "422 LIMIT_REACHED");
  }

  @Test
  void aStrangerDoesNotLearnThatItIsThere() {
    UUID stranger = Rows.user();
    String session = Rows.session(stranger, Rows.organization(stranger));

    assertThat(outcome(get(session, home))).isEqualTo("404 NOT_FOUND");
    assertThat(
            outcome(
                organizations.get(
                    Events.get("/v1/organizations/nonsense").bearer(session).build())))
        .isEqualTo("404 NOT_FOUND");
  }

  @Test
  void anOperatorReadsWithoutARoleAndOnlyWithASecondFactor() {
    UUID operator = Rows.operator();
    UUID operators = Rows.organization(operator, "operator");

    var seen = get(Rows.operatorSession(operator, operators), home);

    assertThat(outcome(seen)).isEqualTo("200");
    assertThat(json(seen).get("role").isNull()).isTrue();
    assertThat(outcome(get(Rows.session(operator, operators), home)))
        .isEqualTo("403 TWO_FACTOR_REQUIRED");
  }

  @Test
  void theListIsPagedNewestFirstAndHoldsTheCallersOnly() {
    Rows.organization(Rows.user());
    for (int i = 0; i < 4; i++) {
      create(token, Map.of("name", "N " + i));
    }
    var seen = new ArrayList<String>();
    String cursor = "";
    do {
      var page =
          organizations.list(
              Events.get("/v1/organizations?limit=2" + cursor).bearer(token).build());
      assertThat(outcome(page)).isEqualTo("200");
      json(page).get("data").forEach(row -> seen.add(row.get("name").asText()));
      cursor =
          json(page).get("pagination").get("hasMore").asBoolean()
              ? "&cursor=" + json(page).get("pagination").get("nextCursor").asText()
              : "";
    } while (!cursor.isEmpty());

    assertThat(seen).hasSize(5).contains("Acme", "N 0", "N 1", "N 2", "N 3");
    assertThat(seen).doesNotHaveDuplicates();
  }
}
