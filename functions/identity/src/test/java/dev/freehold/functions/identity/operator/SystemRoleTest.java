package dev.freehold.functions.identity.operator;

import static dev.freehold.functions.identity.People.json;
import static dev.freehold.functions.identity.People.outcome;
import static dev.freehold.functions.identity.operator.Staff.path;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** identity-set-system-role: who becomes an operator, and that one superadmin stays. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
class SystemRoleTest {

  /** Often enough that without the lock one of them is lost. */
  private static final int ROUNDS = 12;

  @Inject Staff staff;
  @Inject AnyUserFunctions users;
  @Inject UserBanFunctions bans;

  private Staff.Somebody root = new Staff.Somebody(new UUID(0, 0), new UUID(0, 0), "");

  @BeforeEach
  void oneIsSuperadmin() {
    Owner.update("UPDATE identity.users SET role = 'user' WHERE role = 'superadmin'");
    root = staff.superadmin();
  }

  private APIGatewayV2HTTPResponse set(Staff.Somebody acting, UUID user, String role) {
    return acting.send(users::setRole, "PUT " + path(user) + "/role", Map.of("role", role));
  }

  @Test
  void somebodyWithAnAuthenticatorBecomesAnOperatorFromTheNextCallOn() {
    UUID user = Rows.user();
    String token = Rows.operatorSession(user, Rows.organization(user));
    var look = Events.get(path(root.id())).bearer(token).build();
    assertThat(outcome(set(root, user, "admin"))).isEqualTo("422 TARGET_TWO_FACTOR_MISSING");
    staff.enrol(user);
    assertThat(outcome(users.get(look))).isEqualTo("403 PERMISSION_DENIED");

    var promoted = set(root, user, "admin");

    assertThat(outcome(promoted)).isEqualTo("200");
    assertThat(json(promoted).get("role").asText()).isEqualTo("admin");
    assertThat(outcome(users.get(look))).isEqualTo("200");
    assertThat(
            Owner.rows(
                """
                SELECT details->>'role' AS role FROM identity.audit_authentication
                WHERE event_type = 'role_changed' AND user_id = ? AND actor_id = ?
                """,
                user,
                root.id()))
        .containsExactly(Map.of("role", "admin"));
    assertThat(outcome(set(root, user, "user"))).isEqualTo("200");
    assertThat(outcome(users.get(look))).isEqualTo("403 PERMISSION_DENIED");
  }

  @Test
  void onlySuperadminsDoItAndOnlyFresh() {
    UUID user = Rows.user();
    String stale =
        Rows.session(
            root.id(),
            root.organizationId(),
            Rows.NOW.minus(Duration.ofMinutes(15)),
            "password",
            "totp");

    assertThat(outcome(set(staff.admin(), user, "user"))).isEqualTo("403 PERMISSION_DENIED");
    assertThat(
            outcome(set(new Staff.Somebody(root.id(), root.organizationId(), stale), user, "user")))
        .isEqualTo("403 REAUTHENTICATION_REQUIRED");
    assertThat(outcome(set(root, user, "owner"))).isEqualTo("400 VALIDATION_FAILED");
  }

  @Test
  void theLastSuperadminStays() {
    assertThat(outcome(set(root, root.id(), "user"))).isEqualTo("409 LAST_SUPERADMIN");
    Staff.Somebody other = staff.superadmin();
    assertThat(outcome(set(root, root.id(), "user"))).isEqualTo("403 TARGET_IS_OPERATOR");
    assertThat(outcome(set(root, other.id(), "user"))).isEqualTo("200");
  }

  // identity §8.33
  @RepeatedTest(ROUNDS)
  void ofTwoSuperadminsWhoDemoteEachOtherOneStays() {
    Staff.Somebody other = staff.superadmin();

    var outcomes =
        Race.run(
            List.of(
                () -> outcome(set(root, other.id(), "user")),
                () -> outcome(set(other, root.id(), "user"))));

    // Whose role is gone before the call is judged is no superadmin any more.
    assertThat(outcomes).containsOnlyOnce("200");
    assertThat(outcomes).containsAnyOf("409 LAST_SUPERADMIN", "403 PERMISSION_DENIED");
    assertThat(active()).isEqualTo(1);
  }

  @RepeatedTest(ROUNDS)
  void ofTwoSuperadminsWhoBanEachOtherOneStays() {
    Staff.Somebody other = staff.superadmin();

    var outcomes =
        Race.run(
            List.of(() -> outcome(ban(root, other.id())), () -> outcome(ban(other, root.id()))));

    assertThat(outcomes).containsOnlyOnce("200");
    assertThat(active()).isEqualTo(1);
  }

  /** The call was allowed when it came; what it gives is not held any more when it is its turn. */
  @Test
  void whoIsNoSuperadminAnyLongerMakesNobodyAnOperator() throws Exception {
    staff.superadmin();
    UUID friend = Rows.user();
    staff.enrol(friend);

    String outcome =
        Staff.overtaken(
            () -> outcome(set(root, friend, "superadmin")),
            "SELECT pg_advisory_xact_lock(4711001)",
            "UPDATE identity.users SET role = 'admin' WHERE id = ?",
            root.id());

    assertThat(outcome).isEqualTo("403 PERMISSION_DENIED");
    assertThat(Owner.value("SELECT role FROM identity.users WHERE id = ?", friend))
        .isEqualTo("user");
  }

  private static long active() {
    return Owner.count(
        """
        SELECT count(*) FROM identity.users WHERE role = 'superadmin' AND status = 'active'
        """);
  }

  private APIGatewayV2HTTPResponse ban(Staff.Somebody acting, UUID user) {
    return acting.send(bans::ban, "POST " + path(user) + "/ban", Map.of("reason", "coup"));
  }
}
