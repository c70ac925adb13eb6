package dev.freehold.functions.identity.operator;

import static dev.freehold.functions.identity.People.json;
import static dev.freehold.functions.identity.People.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.kernel.Secrets;
import dev.freehold.testing.Events;
import dev.freehold.testing.Owner;
import dev.freehold.testing.Race;
import dev.freehold.testing.Rows;
import dev.freehold.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Operators find organizations and put slug and owner right. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
class AnyOrganizationTest {

  @Inject Staff staff;
  @Inject AnyOrganizationFunctions organizations;

  private Staff.Somebody admin = new Staff.Somebody(new UUID(0, 0), new UUID(0, 0), "");
  private UUID owner = new UUID(0, 0);
  private UUID organization = new UUID(0, 0);

  @BeforeEach
  void hire() {
    admin = staff.admin();
    owner = Rows.user();
    organization = Rows.organization(owner);
  }

  private APIGatewayV2HTTPResponse update(UUID id, Map<String, ?> body) {
    return admin.send(organizations::update, "PATCH /v1/admin/organizations/" + id, body);
  }

  private JsonNode listed(String query) {
    return json(admin.get(organizations::list, "/v1/admin/organizations?" + query));
  }

  private static String slug() {
    return "slug-" + Secrets.word(10);
  }

  @Test
  void anOrganizationIsFoundByPartOfItsNameOrSlugAndByKind() {
    String slug = slug();
    update(organization, Map.of("slug", slug));

    JsonNode found = listed("query=" + slug.substring(2)).get("data");

    assertThat(found).hasSize(1);
    assertThat(found.get(0).get("id").asText()).isEqualTo(organization.toString());
    assertThat(found.get(0).get("role").isNull()).isTrue();
    assertThat(listed("query=" + slug + "&kind=operator").get("data")).isEmpty();
    assertThat(listed("query=" + slug + "&kind=tenant").get("data")).hasSize(1);
    JsonNode first = listed("limit=1");
    JsonNode second = listed("limit=1&cursor=" + first.at("/pagination/nextCursor").asText());
    assertThat(second.at("/data/0/id")).isNotEqualTo(first.at("/data/0/id"));
  }

  @Test
  void aSlugIsChangedAndAnnounced() {
    String slug = slug();

    var changed = update(organization, Map.of("slug", slug));

    assertThat(outcome(changed)).isEqualTo("200");
    assertThat(json(changed).get("slug").asText()).isEqualTo(slug);
    assertThat(changed.getHeaders()).containsEntry("ETag", "\"1\"");
    assertThat(types()).containsExactly("identity.organization.updated");
    assertThat(json(update(organization, Map.of("slug", slug))).get("version").asInt())
        .isEqualTo(1);
    assertThat(types()).hasSize(1);
    assertThat(
            Owner.count(
                """
                SELECT count(*) FROM core.audit_log
                WHERE organization_id = ? AND action = 'organization.update'
                  AND actor_type = 'operator'
                """,
                organization))
        .isEqualTo(1);
  }

  private List<String> types() {
    return Owner.rows(
            """
            SELECT type FROM core.outbox
            WHERE organization_id = ? AND type LIKE 'identity.%' ORDER BY id
            """,
            organization)
        .stream()
        .map(row -> String.valueOf(row.get("type")))
        .toList();
  }

  @Test
  void aReservedSlugAndAnotherVersionAreRefused() {
    assertThat(outcome(update(organization, Map.of("slug", "admin"))))
        .isEqualTo("422 NAME_RESERVED");
    assertThat(outcome(update(organization, Map.of("slug", "No Slug"))))
        .isEqualTo("400 VALIDATION_FAILED");
    var stale =
        organizations.update(
            Events.of("PATCH", "/v1/admin/organizations/" + organization)
                .bearer(admin.token())
                .header("If-Match", "\"7\"")
                .json("{\"slug\":\"" + slug() + "\"}")
                .build());
    assertThat(outcome(stale)).isEqualTo("412 VERSION_MISMATCH");
    assertThat(outcome(update(UUID.randomUUID(), Map.of()))).isEqualTo("404 NOT_FOUND");
  }

  // identity §8.16
  @Test
  void ofTwoOrganizationsOneGetsTheSlug() {
    String slug = slug();
    UUID other = Rows.organization(owner);

    var outcomes =
        Race.run(
            List.of(
                () -> outcome(update(organization, Map.of("slug", slug))),
                () -> outcome(update(other, Map.of("slug", slug)))));

    assertThat(outcomes).containsExactlyInAnyOrder("200", "409 SLUG_TAKEN");
  }

  @Test
  void aMemberBecomesTheAccountableOwner() {
    UUID member = Rows.memberOf(organization, "member");

    var handed = update(organization, Map.of("ownerId", member));

    assertThat(outcome(handed)).isEqualTo("200");
    assertThat(json(handed).get("ownerId").asText()).isEqualTo(member.toString());
    assertThat(
            Owner.count(
                """
                SELECT count(*) FROM identity.members
                WHERE organization_id = ? AND role = 'owner'
                """,
                organization))
        .isEqualTo(2);
    assertThat(types())
        .containsExactlyInAnyOrder(
            "identity.member.updated",
            "identity.organization.owner_changed",
            "identity.organization.updated");
    assertThat(
            Owner.count(
                """
                SELECT count(*) FROM core.mail_messages
                WHERE template = 'ownership-transferred' AND user_id IN (?, ?)
                """,
                owner,
                member))
        .isEqualTo(2);
    assertThat(outcome(update(organization, Map.of("ownerId", Rows.user()))))
        .isEqualTo("404 NOT_FOUND");
  }

  @Test
  void nobodyIsGivenMoreThanOneMayOwn() {
    UUID member = Rows.memberOf(organization, "admin");
    for (int i = 0; i < 10; i++) {
      Rows.organization(member);
    }

    assertThat(outcome(update(organization, Map.of("ownerId", member))))
        .isEqualTo("422 LIMIT_REACHED");
  }

  @Test
  void nobodyElseGetsIn() {
    String token = Rows.session(owner, organization);

    var listed = organizations.list(Events.get("/v1/admin/organizations").bearer(token).build());
    var changed =
        organizations.update(
            Events.of("PATCH", "/v1/admin/organizations/" + organization)
                .bearer(token)
                .json("{\"slug\":\"" + slug() + "\"}")
                .build());

    assertThat(outcome(listed)).isEqualTo("403 PERMISSION_DENIED");
    assertThat(outcome(changed)).isEqualTo("403 PERMISSION_DENIED");
  }
}
