package dev.freehold.functions.identity;

import static dev.freehold.functions.identity.People.json;
import static dev.freehold.functions.identity.People.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.functions.identity.key.ApiKeyChangeFunctions;
import dev.freehold.functions.identity.key.ApiKeyFunctions;
import dev.freehold.functions.identity.organization.InvitationFunctions;
import dev.freehold.functions.identity.organization.MemberFunctions;
import dev.freehold.kernel.Json;
import dev.freehold.testing.Events;
import dev.freehold.testing.Owner;
import dev.freehold.testing.Rows;
import dev.freehold.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * The edge let them in, then somebody took from them what they are just giving: who comes late
 * gives nothing.
 */
@QuarkusTest
@WithTestResource(TestDatabase.class)
class LateCallTest {

  private static final Duration DEADLINE = Duration.ofSeconds(10);

  @Inject ApiKeyFunctions keys;
  @Inject ApiKeyChangeFunctions keyChanges;
  @Inject InvitationFunctions invitations;
  @Inject MemberFunctions members;

  private final UUID owner = Rows.user();
  private final UUID acme = Rows.organization(owner);
  private final String path = "/v1/organizations/" + acme;
  private final UUID admin = Rows.memberOf(acme, "admin");
  private final String session = Rows.session(admin, acme);

  /** The call's outcome when another transaction had the organization first and did this to it. */
  private String after(String change, Object arg, Callable<String> call) throws Exception {
    try (var caller = Executors.newSingleThreadExecutor();
        Connection first = Owner.connect("postgres")) {
      first.setAutoCommit(false);
      execute(first, "SELECT id FROM identity.organizations WHERE id = ? FOR NO KEY UPDATE", acme);
      long pid = pid(first);
      var late = caller.submit(call);
      awaitWaiter(pid);
      execute(first, change, arg);
      first.commit();
      return late.get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
    }
  }

  private static void execute(Connection connection, String sql, Object arg) throws Exception {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setObject(1, arg);
      statement.execute();
    }
  }

  private static long pid(Connection connection) throws Exception {
    try (var statement = connection.createStatement();
        var row = statement.executeQuery("SELECT pg_backend_pid()")) {
      row.next();
      return row.getLong(1);
    }
  }

  private static void awaitWaiter(long pid) {
    long end = System.nanoTime() + DEADLINE.toNanos();
    String waiters =
        "SELECT count(*) FROM pg_stat_activity WHERE ?::bigint = ANY (pg_blocking_pids(pid))";
    while (Owner.count(waiters, pid) == 0) {
      assertThat(System.nanoTime()).as("the call waits for the organization").isLessThan(end);
    }
  }

  private String afterDemotion(Callable<String> call) throws Exception {
    return after("UPDATE identity.members SET role = 'member' WHERE user_id = ?", admin, call);
  }

  private APIGatewayV2HTTPResponse makeKey(String kind, String... permissions) {
    var body = Map.of("name", "ci", "kind", kind, "permissions", List.of(permissions));
    return keys.create(
        Events.post(path + "/api-keys").bearer(session).json(Json.write(body)).build());
  }

  private Events onKey(String method, JsonNode key, String more, String body) {
    return Events.of(method, path + "/api-keys/" + key.get("id").asText() + more)
        .bearer(session)
        .json(body);
  }

  private String invite(String body) {
    return outcome(
        invitations.create(Events.post(path + "/invitations").bearer(session).json(body).build()));
  }

  private UUID role(String name, String... permissions) {
    UUID id = UUID.randomUUID();
    Owner.update(
        """
        INSERT INTO identity.organization_roles (id, organization_id, name, permissions, created_at,
          updated_at)
        VALUES (?, ?, ?, ?::text[], ?, ?)
        """,
        id,
        acme,
        name,
        "{" + String.join(",", permissions) + "}",
        Rows.NOW,
        Rows.NOW);
    return id;
  }

  @Test
  void makesNoServiceKeyThatOutlivesTheRightToOne() throws Exception {
    assertThat(afterDemotion(() -> outcome(makeKey("service", "billing:manage"))))
        .isEqualTo("403 PERMISSION_DENIED");
  }

  @Test
  void makesNoKeyOfMoreThanIsLeft() throws Exception {
    assertThat(afterDemotion(() -> outcome(makeKey("personal", "billing:manage"))))
        .isEqualTo("403 ESCALATION");
  }

  @Test
  void makesNoKeyWhereTheyAreNoMemberAnyMore() throws Exception {
    String removal = "DELETE FROM identity.members WHERE user_id = ?";

    assertThat(after(removal, admin, () -> outcome(makeKey("personal", "platforms:read"))))
        .isEqualTo("403 PERMISSION_DENIED");
    assertThat(Owner.count("SELECT count(*) FROM identity.api_keys WHERE user_id = ?", admin))
        .isZero();
  }

  @Test
  void addsNothingToAServiceKeyAndLearnsNoSecret() throws Exception {
    JsonNode key = json(makeKey("service", "platforms:read"));
    String more = "{\"permissions\":[\"platforms:read\",\"billing:manage\"]}";

    assertThat(
            afterDemotion(() -> outcome(keyChanges.update(onKey("PATCH", key, "", more).build()))))
        .isEqualTo("403 PERMISSION_DENIED");
    Owner.update("UPDATE identity.members SET role = 'admin' WHERE user_id = ?", admin);
    assertThat(
            afterDemotion(
                () -> outcome(keyChanges.rotate(onKey("POST", key, "/rotate", "{}").build()))))
        .isEqualTo("403 PERMISSION_DENIED");
  }

  @Test
  void invitesNobody() throws Exception {
    String denial =
        """
        INSERT INTO identity.permission_grants (id, organization_id, user_id, permission, effect,
          granted_by, created_at, updated_at)
        SELECT gen_random_uuid(), organization_id, user_id, 'members:invite', 'deny', user_id,
          created_at, created_at
        FROM identity.members WHERE user_id = ?
        """;

    assertThat(after(denial, admin, () -> invite("{\"email\":\"eve@acme.test\"}")))
        .as("still an admin, but for this")
        .isEqualTo("403 PERMISSION_DENIED");
  }

  @Test
  void givesNoRoleByACustomRoleTheyHadBefore() throws Exception {
    UUID wide = role("wide", "members:update", "members:read", "billing:manage");
    UUID narrow = role("narrow", "members:update", "members:read");
    UUID friend = Rows.memberOf(acme, "member");
    Owner.update(
        "UPDATE identity.members SET role = 'custom', custom_role_id = ? WHERE user_id = ?",
        wide,
        admin);
    String body = Json.write(Map.of("role", "custom", "roleId", wide));

    assertThat(
            after(
                "UPDATE identity.members SET custom_role_id = '" + narrow + "' WHERE user_id = ?",
                admin,
                () ->
                    outcome(
                        members.update(
                            Events.of("PATCH", path + "/members/" + friend)
                                .bearer(session)
                                .json(body)
                                .build()))))
        .isEqualTo("403 ESCALATION");
  }
}
