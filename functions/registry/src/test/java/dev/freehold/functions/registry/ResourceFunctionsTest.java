package dev.freehold.functions.registry;

import static dev.freehold.functions.registry.Scene.body;
import static dev.freehold.functions.registry.Scene.code;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.kernel.Keys;
import dev.freehold.testing.Owner;
import dev.freehold.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(TestDatabase.class)
class ResourceFunctionsTest {

  @Inject ResourceFunctions functions;

  private final Scene acme = new Scene();
  private final UUID platform = acme.platform("active");
  private final UUID entity = UUID.randomUUID();
  private final UUID stack = UUID.randomUUID();

  @BeforeEach
  void stackOfThePlatform() {
    Owner.update(
        """
        INSERT INTO registry.entities (id, organization_id, platform_id, type, name, slug, status,
            version, created_at, updated_at)
        VALUES (?, ?, ?, 'tenant', 'Acme', 'acme', 'active', 0, now(), now())
        """,
        entity,
        acme.organization,
        platform);
    Owner.update(
        """
        INSERT INTO registry.stacks (id, organization_id, platform_id, entity_id, key, name,
            is_default, status, version, created_at, updated_at)
        VALUES (?, ?, ?, ?, ?, 'default', true, 'active', 0, now(), now())
        """,
        stack,
        acme.organization,
        platform,
        entity,
        Keys.next());
  }

  @Test
  void resourcesAreListedByWhatTheyAre() {
    UUID database = resource("d1", "production", "active");
    UUID worker = resource("worker", "production", "active");
    UUID staging = resource("worker", "staging", "pending");
    resource("kv", "production", "deleted");

    assertThat(ids("")).containsExactlyInAnyOrder(database, worker, staging);
    assertThat(ids("?resourceType=d1")).containsExactly(database);
    assertThat(ids("?environment=staging&status=pending")).containsExactly(staging);
    assertThat(ids("?stackId=" + UUID.randomUUID())).isEmpty();
    assertThat(ids("?entityId=" + entity + "&stackId=" + stack)).hasSize(3);
    var found = list("?resourceType=d1").path("data").path(0);
    assertThat(found.path("cloudName").asText()).isNotEmpty();
    assertThat(found.path("config").isObject()).isTrue();
    assertThat(found.path("stackId").asText()).isEqualTo(stack.toString());
  }

  @Test
  void hostnamesAreListedByWhereTheyServe() {
    UUID worker = resource("worker", "production", "active");
    UUID record = UUID.randomUUID();
    Owner.update(
        """
        INSERT INTO registry.dns_records (id, organization_id, platform_id, stack_id, resource_id,
            hostname, target_type, environment, status, check_count, created_at, updated_at)
        VALUES (?, ?, ?, ?, ?, ?, 'worker', 'production', 'pending', 0, now(), now())
        """,
        record,
        acme.organization,
        platform,
        stack,
        worker,
        "auth." + Keys.next() + ".example.app");

    var all = hostnames("?environment=production&status=pending");
    assertThat(all.path("data").findValuesAsText("id")).containsExactly(record.toString());
    assertThat(all.at("/data/0/targetType").asText()).isEqualTo("worker");
    assertThat(hostnames("?status=active").path("data")).isEmpty();
  }

  @Test
  void platformOfAnotherIsNotThere() {
    var other = new Scene();

    assertThat(code(functions.list(other.get("/v1/platforms/" + platform + "/resources"))))
        .isEqualTo("404 NOT_FOUND");
    assertThat(
            code(functions.listHostnames(other.get("/v1/platforms/" + platform + "/dns-records"))))
        .isEqualTo("404 NOT_FOUND");
  }

  private List<UUID> ids(String query) {
    return list(query).path("data").findValuesAsText("id").stream().map(UUID::fromString).toList();
  }

  private JsonNode list(String query) {
    return body(functions.list(acme.get("/v1/platforms/" + platform + "/resources" + query)));
  }

  private JsonNode hostnames(String query) {
    return body(
        functions.listHostnames(acme.get("/v1/platforms/" + platform + "/dns-records" + query)));
  }

  private UUID resource(String type, String environment, String status) {
    UUID id = UUID.randomUUID();
    Owner.update(
        """
        INSERT INTO registry.resources (id, organization_id, platform_id, entity_id, stack_id,
            resource_type, service_name, environment, cloud_name, status, config, created_at,
            updated_at, deleted_at)
        VALUES (?, ?, ?, ?, ?, ?, 'auth', ?, ?, ?, '{}', now(), now(),
            CASE WHEN ? = 'deleted' THEN now() END)
        """,
        id,
        acme.organization,
        platform,
        entity,
        stack,
        type,
        environment,
        "test-" + Keys.next(),
        status,
        status);
    return id;
  }
}
