package dev.freehold.bench.workload;

import dev.freehold.kernel.Hashes;
import dev.freehold.kernel.Secrets;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** The one customer all runs belong to: an owner, an organization, a cloud account. */
@Singleton
public class Tenant {

  private static final int KEY_START = 12;

  final UUID user = UUID.randomUUID();
  final UUID organization = UUID.randomUUID();
  final UUID account = UUID.randomUUID();

  private final Rows rows;
  private final Instant now;

  Tenant(Rows rows, Clock clock) {
    this.rows = rows;
    this.now = clock.instant();
    person(user, "ada@bench.test");
    place();
  }

  private void person(UUID id, String email) {
    rows.update(
        """
        WITH made AS (
          INSERT INTO identity.users (id, name, role, status, locale, time_zone, preferences,
            metadata, created_at, updated_at)
          VALUES (?, 'Ada', 'user', 'active', 'en', 'UTC', '{}', '{}', ?, ?) RETURNING id)
        INSERT INTO identity.user_emails (id, user_id, email, is_primary, verified_at, via,
          delivery_status, created_at, updated_at)
        SELECT gen_random_uuid(), id, ?, true, ?, 'email:password', 'ok', ?, ?
        FROM made
        """,
        id,
        now,
        now,
        email,
        now,
        now,
        now);
  }

  private void place() {
    rows.update(
        """
        WITH made AS (
          INSERT INTO identity.organizations (id, name, slug, kind, is_default, owner_id,
            require_two_factor, metadata, created_at, updated_at)
          VALUES (?, 'Bench', 'bench', 'tenant', false, ?, false, '{}', ?, ?)
          RETURNING id, owner_id)
        INSERT INTO identity.members (id, organization_id, user_id, role, created_at, updated_at)
        SELECT gen_random_uuid(), id, owner_id, 'owner', ?, ? FROM made
        """,
        organization,
        user,
        now,
        now,
        now,
        now);
    rows.update(
        """
        INSERT INTO provisioning.cloud_accounts (id, provider, name, external_account_id, zone_id,
          zone_name, cname_target, worker_mode, credential_ref, platforms_count, own_hostnames,
          status, created_at, updated_at, version)
        VALUES (?, 'cloudflare', 'bench', 'bench', 'z', 'example.app', 'f.example.app', 'direct',
          'bench', 0, 'custom_hostname', 'open', ?, ?, 0)
        """,
        account,
        now,
        now);
  }

  /** The address of somebody else, who signs in with the password whose hash this is. */
  public String credential(String passwordHash) {
    String email = "grace@bench.test";
    UUID other = UUID.randomUUID();
    person(other, email);
    rows.update(
        """
        INSERT INTO identity.accounts (id, user_id, provider_id, account_id, password_hash,
          password_scheme, password_changed_at, created_at, updated_at)
        VALUES (gen_random_uuid(), ?, 'credential', ?, ?, 'argon2', ?, ?, ?)
        """,
        other,
        other.toString(),
        passwordHash,
        now,
        now,
        now);
    return email;
  }

  /** The token of a session by password. */
  public String session() {
    String token = Secrets.token("fhs_");
    rows.update(
        """
        INSERT INTO identity.sessions (id, token_hash, user_id, expires_at, absolute_expires_at,
          refreshed_at, authenticated_at, methods, active_organization_id, created_at)
        VALUES (gen_random_uuid(), ?, ?, ?, ?, ?, ?, '{password}', ?, ?)
        """,
        Hashes.sha256(token),
        user,
        now.plus(Duration.ofDays(7)),
        now.plus(Duration.ofDays(30)),
        now,
        now,
        organization,
        now);
    return token;
  }

  /** A service key without a limit of calls. */
  String key(String permission) {
    return key(permission, false);
  }

  /** A service key whose calls are counted against a limit that no run reaches. */
  public String limitedKey(String permission) {
    return key(permission, true);
  }

  private String key(String permission, boolean isLimited) {
    String key = Secrets.token("fh_test_");
    rows.update(
        """
        INSERT INTO identity.api_keys (id, organization_id, user_id, name, kind,
          cross_organization, prefix, start, key_hash, permissions, metadata, rate_limit_enabled,
          rate_limit_window_ms, rate_limit_max, window_count, request_count, enabled, created_at,
          updated_at)
        VALUES (gen_random_uuid(), ?, ?, 'bench', 'service', false, 'fh_test_', ?, ?,
          ARRAY[?::text], '{}', ?, 86400000, 1000000, 0, 0, true, ?, ?)
        """,
        organization,
        user,
        key.substring(0, KEY_START),
        Hashes.sha256(key),
        permission,
        isLimited,
        now,
        now);
    return key;
  }

  /** Active platforms, one a run, with the id of that kind. */
  void platforms(Numbers numbers, int kind) {
    rows.insert(
        numbers,
        """
        INSERT INTO registry.platforms (id, organization_id, key, name, slug, status, tier,
          cloud_account_id, version, created_at, updated_at)
        SELECT %1$s, ?, '%2$x' || right(%3$s, 8), 'Bench', '%2$x-' || %3$s, 'active', 'starter',
          ?, 0, ?, ? FROM numbers
        """
            .formatted(Numbers.idSql(kind), kind, Numbers.TAG_SQL),
        organization,
        account,
        now,
        now);
  }
}
