package dev.freehold.registry.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.registry.Scene;
import dev.freehold.testing.Owner;
import dev.freehold.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the tables hold by themselves. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
class TablesTest {

  private final Scene acme = new Scene();

  // registry §7.18
  @Test
  void withoutAScopeNoRowOfAnyTableIsSeen() throws Exception {
    acme.platform("active");
    var tables =
        Owner.rows(
            """
            SELECT tablename FROM pg_tables WHERE schemaname = 'registry'
            """);
    try (var app = Owner.connect("freehold_app");
        var statement = app.createStatement()) {
      for (var table : tables) {
        var rows =
            statement.executeQuery("SELECT count(*) FROM registry." + table.get("tablename"));
        rows.next();
        assertThat(rows.getInt(1)).describedAs("%s", table).isZero();
      }
    }
    assertThat(tables).hasSize(11);
  }

  // registry §7.19
  @Test
  void lifecycleEventsCannotBeChanged() throws Exception {
    UUID platform = acme.platform("active");
    UUID event = UUID.randomUUID();
    Owner.update(
        """
        INSERT INTO registry.platform_lifecycle_events (id, organization_id, platform_id, to_status,
            triggered_by, trigger_type, metadata, created_at)
        VALUES (?, ?, ?, 'active', 'test', 'system', '{}', now())
        """,
        event,
        acme.organization,
        platform);
    try (var app = Owner.connect("freehold_app");
        var statement = app.createStatement()) {
      assertThatThrownBy(
              () -> statement.execute("UPDATE registry.platform_lifecycle_events SET reason = 'x'"))
          .hasMessageContaining("permission denied");
      assertThatThrownBy(() -> statement.execute("DELETE FROM registry.platform_lifecycle_events"))
          .hasMessageContaining("permission denied");
    }
    for (var change : new String[] {"UPDATE %s SET reason = 'x'", "DELETE FROM %s"}) {
      assertThatThrownBy(
              () ->
                  Owner.update(
                      change.formatted("registry.platform_lifecycle_events") + " WHERE id = ?",
                      event))
          .rootCause()
          .hasMessageContaining("append-only");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "status = 'suspended'",
        "payment_hold_at = now()",
        "status = 'pending_cancellation'",
        "status = 'deleted'",
        "deleted_at = now()",
        "key = 'UPPERCASE0'",
        "slug = '-acme'",
        "subscription_version = 1",
      })
  void contradictionInAPlatformIsRefused(String change) {
    UUID platform = acme.platform("active");

    assertThatThrownBy(
            () ->
                Owner.update("UPDATE registry.platforms SET " + change + " WHERE id = ?", platform))
        .rootCause()
        .hasMessageContaining("violates check constraint");
  }

  @Test
  void entityOfOnePlatformHasNoParentInAnother() {
    UUID one = acme.platform("active");
    UUID two = acme.platform("active");
    UUID parent = entity(one, "tenant", null);

    assertThatThrownBy(() -> entity(two, "team", parent))
        .rootCause()
        .hasMessageContaining("entities_parent_fkey");
    assertThatThrownBy(() -> entity(one, "team", null))
        .rootCause()
        .hasMessageContaining("entities_root_check");
  }

  private UUID entity(UUID platform, String type, @Nullable UUID parent) {
    UUID id = UUID.randomUUID();
    Owner.update(
        """
        INSERT INTO registry.entities (id, organization_id, platform_id, parent_id, type, name, slug,
            status, version, created_at, updated_at)
        VALUES (?, ?, ?, ?, ?, 'Nord', ?, 'active', 0, now(), now())
        """,
        id,
        acme.organization,
        platform,
        parent,
        type,
        Scene.slug());
    return id;
  }
}
