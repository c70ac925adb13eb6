package dev.freehold.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.testing.Owner;
import dev.freehold.testing.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whose rows the application's login sees. */
class TenancyTest {

  @BeforeAll
  static void arrangeATenant() {
    AppConnection.startDatabase();
    UUID user = Rows.user();
    UUID organization = Rows.organization(user);
    Rows.session(user, organization);
    Rows.apiKey(organization, user, "platforms:read");
    Owner.update(
        """
        INSERT INTO identity.verifications (id, kind, email, code_hash, attempts, expires_at,
          created_at)
        VALUES (?, 'sign_up', 'ada@acme.test', sha256('x'), 0, now(), now())
        """,
        UUID.randomUUID());
    Owner.update(
        """
        INSERT INTO identity.audit_authentication (id, occurred_at, event_type, result, user_id,
          created_at)
        VALUES (?, now(), 'sign_in', 'success', ?, now())
        """,
        UUID.randomUUID(),
        user);
  }

  static List<String> tables() {
    return List.of(
        "users",
        "user_emails",
        "email_preferences",
        "accounts",
        "sessions",
        "verifications",
        "two_factors",
        "backup_codes",
        "trusted_devices",
        "organizations",
        "members",
        "organization_roles",
        "permission_grants",
        "api_keys",
        "audit_authentication",
        "audit_authorization");
  }

  @ParameterizedTest
  @MethodSource("tables")
  void withoutATenantNoRowIsSeen(String table) {
    // identity §8.32
    assertThat(AppConnection.row("SELECT count(*) AS n FROM identity." + table))
        .containsEntry("n", 0L);
  }

  @Test
  void everyTableIsUnderForcedRowLevelSecurity() {
    var open =
        Owner.rows(
            """
            SELECT relname FROM pg_class
            WHERE relnamespace = 'identity'::regnamespace AND relkind IN ('r', 'p')
              AND NOT (relrowsecurity AND relforcerowsecurity)
            """);

    assertThat(open).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("audits")
  void auditIsAppendOnly(String table) throws SQLException {
    try (Connection connection = Owner.connect("freehold_app");
        var statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.execute("DELETE FROM identity." + table))
          .hasMessageContaining("permission denied");
      assertThatThrownBy(() -> statement.execute("UPDATE identity." + table + " SET result = ''"))
          .hasMessageContaining("permission denied");
      assertThatThrownBy(() -> statement.execute("TRUNCATE identity." + table))
          .hasMessageContaining("permission denied");
    }
  }

  static List<String> audits() {
    return List.of("audit_authentication", "audit_authorization");
  }

  @Test
  void theOwnerIsAMemberOrTheOrganizationIsNotWritten() {
    UUID user = Rows.user();
    UUID organization = Rows.organization(user);

    assertThatThrownBy(
            () ->
                Owner.update(
                    "UPDATE identity.members SET role = 'admin' WHERE organization_id = ?",
                    organization))
        .rootCause()
        .hasMessageContaining("is not a member with the role owner");
  }

  @Test
  void readersOfAMailAreThoseWhoHoldThePermission() {
    UUID owner = Rows.user();
    UUID organization = Rows.organization(owner);
    UUID member = Rows.memberOf(organization, "member");
    UUID denied = Rows.memberOf(organization, "admin");
    grant(organization, member, "allow");
    grant(organization, denied, "deny");

    var readers =
        AppConnection.rows(
            """
            SELECT user_id FROM identity.mail_recipients(NULL, ?, 'billing:read',
              '{owner,admin}', 'usage_alerts', now())
            """,
            organization);

    assertThat(readers)
        .extracting(row -> row.get("user_id"))
        .containsExactlyInAnyOrder(owner, member);
  }

  private static void grant(UUID organization, UUID user, String effect) {
    Owner.update(
        """
        INSERT INTO identity.permission_grants (id, organization_id, user_id, permission, effect,
          granted_by, created_at, updated_at)
        VALUES (?, ?, ?, 'billing:read', ?, ?, now(), now())
        """,
        UUID.randomUUID(),
        organization,
        user,
        effect,
        user);
  }

  @Test
  void aReaderIsAskedByPreferenceAndDelivery() {
    UUID user = Rows.user();
    Owner.update(
        """
        INSERT INTO identity.email_preferences (id, user_id, email_type, subscribed, created_at,
          updated_at)
        VALUES (?, ?, 'usage_alerts', false, now(), now())
        """,
        UUID.randomUUID(),
        user);
    Owner.update(
        "UPDATE identity.user_emails SET delivery_status = 'bounced' WHERE user_id = ?", user);

    assertThat(reader(user, "usage_alerts")).isEqualTo("false false");
    assertThat(reader(user, "payment_receipts")).isEqualTo("true false");
    assertThat(reader(user, "marketing")).isEqualTo("false false");
    assertThat(reader(user, "service")).isEqualTo("true false");
    assertThat(reader(user, "security")).isEqualTo("true true");
  }

  private static String reader(UUID user, String category) {
    var row =
        AppConnection.row(
            """
            SELECT subscribed, deliverable
            FROM identity.mail_recipients(?, NULL, NULL, NULL, ?, now())
            """,
            user,
            category);
    return row.get("subscribed") + " " + row.get("deliverable");
  }
}
