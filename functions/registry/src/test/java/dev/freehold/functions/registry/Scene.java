package dev.freehold.functions.registry;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.kernel.Json;
import dev.freehold.kernel.Keys;
import dev.freehold.testing.Events;
import dev.freehold.testing.Owner;
import dev.freehold.testing.Rows;
import java.util.UUID;

/** An organization of its own with an owner's session, and an operator. */
final class Scene {

  final UUID user = Rows.user();
  final UUID organization = Rows.organization(user);
  final String token = Rows.session(user, organization);

  static String slug() {
    return "s" + Keys.next();
  }

  APIGatewayV2HTTPEvent get(String target) {
    return Events.get(target).bearer(token).build();
  }

  APIGatewayV2HTTPEvent post(String target, String json) {
    return Events.post(target).bearer(token).json(json).build();
  }

  /** The token of an operator with a second factor, in an organization of operators. */
  static String operator() {
    UUID operator = Rows.operator();
    return Rows.operatorSession(operator, Rows.organization(operator, "operator"));
  }

  UUID platform(String status) {
    UUID id = UUID.randomUUID();
    Owner.update(
        """
        INSERT INTO registry.platforms (id, organization_id, key, name, slug, status, tier, version,
            created_at, updated_at, payment_hold_at)
        VALUES (?, ?, ?, 'Acme', ?, ?, 'growth', 0, now(), now(),
            CASE WHEN ? = 'suspended' THEN now() END)
        """,
        id,
        organization,
        Keys.next(),
        slug(),
        status,
        status);
    return id;
  }

  /** A place in the cloud and the core feature every platform starts with. */
  static void publishAuth() {
    Owner.update(
        """
        INSERT INTO provisioning.cloud_accounts (id, provider, name, external_account_id, zone_id,
            zone_name, cname_target, worker_mode, credential_ref, platforms_count, own_hostnames,
            status, created_at, updated_at, version)
        VALUES (gen_random_uuid(), 'cloudflare', 'test', 'account', 'zone', 'example.app',
            'fallback.example.app', 'direct', 'test', 0, 'custom_hostname', 'open', now(), now(), 0)
        ON CONFLICT DO NOTHING
        """);
    Owner.update(
        """
        INSERT INTO stacks.feature_versions (id, feature_id, version, major, minor, patch, kind,
            manifest, bundle_key, bundle_sha256, bundle_bytes, sdk_version, status, published_by,
            published_at, created_at)
        VALUES (gen_random_uuid(), 'auth', '1.0.0', 1, 0, 0, 'core', ?::jsonb,
            'bundles/' || repeat('a', 64) || '.zip', repeat('a', 64), 7, '1.0.0', 'active', 'test',
            now(), now())
        ON CONFLICT DO NOTHING
        """,
        """
        {"schemaVersion":1,"displayName":"Auth","description":"Signs people in",
         "requiresService":true,
         "worker":{"mainModule":"index.js","compatibilityDate":"2025-09-01","public":true},
         "resources":[{"type":"d1","binding":"DB","migrations":"migrations/"}],
         "secrets":[{"name":"SESSION_SECRET","source":"generated","bytes":32}]}""");
  }

  static JsonNode body(APIGatewayV2HTTPResponse response) {
    return Json.tree(response.getBody());
  }

  static String code(APIGatewayV2HTTPResponse response) {
    return response.getStatusCode() + " " + body(response).path("code").asText();
  }
}
