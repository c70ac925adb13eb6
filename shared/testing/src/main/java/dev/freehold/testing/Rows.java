package dev.freehold.testing;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/**
 * People, organizations, sessions and keys for other domains' tests, written past the application.
 * Every row has ids of its own, so that tests do not meet.
 */
public final class Rows {

  /** When the tests' clock stands at first; rows are made then unless a time is given. */
  public static final Instant NOW = Instant.parse("2026-04-01T10:00:00Z");

  private static final SecureRandom RANDOM = new SecureRandom();

  private Rows() {}

  /** An active user with a verified address of its own. */
  public static UUID user() {
    return user("user-" + word() + "@example.test");
  }

  public static UUID user(String email) {
    return user(email, "user");
  }

  /**
   * @param systemRole {@code user}, {@code admin} or {@code superadmin}
   */
  public static UUID user(String email, String systemRole) {
    UUID id = id();
    Owner.update(
        """
        WITH made AS (
          INSERT INTO identity.users (id, name, role, status, locale, time_zone, preferences,
            metadata, created_at, updated_at)
          VALUES (?, 'Ada', ?, 'active', 'en', 'UTC', '{}', '{}', ?, ?) RETURNING id)
        INSERT INTO identity.user_emails (id, user_id, email, is_primary, verified_at, via,
          delivery_status, created_at, updated_at)
        SELECT ?, id, ?, true, ?, 'email:password', 'ok', ?, ? FROM made
        """,
        id,
        systemRole,
        NOW,
        NOW,
        id(),
        email,
        NOW,
        NOW,
        NOW);
    return id;
  }

  /** A superadmin; its sessions need the method {@code totp} to use operators' permissions. */
  public static UUID operator() {
    return user("operator-" + word() + "@example.test", "superadmin");
  }

  /** A tenant's organization whose owner is the user. */
  public static UUID organization(UUID ownerId) {
    return organization(ownerId, "tenant");
  }

  /**
   * @param kind {@code tenant} or {@code operator}
   */
  public static UUID organization(UUID ownerId, String kind) {
    UUID id = id();
    Owner.update(
        """
        WITH made AS (
          INSERT INTO identity.organizations (id, name, slug, kind, is_default, owner_id,
            require_two_factor, metadata, created_at, updated_at)
          VALUES (?, 'Acme', ?, ?, false, ?, false, '{}', ?, ?) RETURNING id, owner_id)
        INSERT INTO identity.members (id, organization_id, user_id, role, created_at, updated_at)
        SELECT ?, id, owner_id, 'owner', ?, ? FROM made
        """,
        id,
        "acme-" + word(),
        kind,
        ownerId,
        NOW,
        NOW,
        id(),
        NOW,
        NOW);
    return id;
  }

  /**
   * @param role {@code owner}, {@code admin} or {@code member}
   */
  public static UUID member(UUID organizationId, UUID userId, String role) {
    UUID id = id();
    Owner.update(
        """
        INSERT INTO identity.members (id, organization_id, user_id, role, created_at, updated_at)
        VALUES (?, ?, ?, ?, ?, ?)
        """,
        id,
        organizationId,
        userId,
        role,
        NOW,
        NOW);
    return id;
  }

  /** A new user who is a member of the organization. */
  public static UUID memberOf(UUID organizationId, String role) {
    UUID user = user();
    member(organizationId, user, role);
    return user;
  }

  /** The token of a fresh session by password, acting in the organization. */
  public static String session(UUID userId, UUID organizationId) {
    return session(userId, organizationId, NOW, "password");
  }

  /** The token of an operator's fresh session with a second factor. */
  public static String operatorSession(UUID userId, UUID organizationId) {
    return session(userId, organizationId, NOW, "password", "totp");
  }

  /**
   * @param authenticatedAt fresh for 15 minutes from then, valid for 7 days
   * @param methods words of identity's session methods
   */
  public static String session(
      UUID userId, UUID organizationId, Instant authenticatedAt, String... methods) {
    String token = token("fhs_");
    Owner.update(
        """
        INSERT INTO identity.sessions (id, token_hash, user_id, expires_at, absolute_expires_at,
          refreshed_at, authenticated_at, methods, active_organization_id, created_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?::text[], ?, ?)
        """,
        id(),
        sha256(token),
        userId,
        authenticatedAt.plus(Duration.ofDays(7)),
        authenticatedAt.plus(Duration.ofDays(30)),
        authenticatedAt,
        authenticatedAt,
        array(List.of(methods)),
        organizationId,
        authenticatedAt);
    return token;
  }

  /** A personal key with 600 calls a minute that does not expire. */
  public static String apiKey(UUID organizationId, UUID userId, String... permissions) {
    return apiKey("personal", false, organizationId, userId, permissions);
  }

  /** A key that acts for the organization with its own permissions alone. */
  public static String serviceKey(UUID organizationId, UUID userId, String... permissions) {
    return apiKey("service", false, organizationId, userId, permissions);
  }

  /** A service key of an operators' organization that may name any organization. */
  public static String crossOrganizationKey(
      UUID organizationId, UUID userId, String... permissions) {
    return apiKey("service", true, organizationId, userId, permissions);
  }

  private static String apiKey(
      String kind, boolean cross, UUID organizationId, UUID userId, String... permissions) {
    String key = token("fh_test_");
    Owner.update(
        """
        INSERT INTO identity.api_keys (id, organization_id, user_id, name, kind,
          cross_organization, prefix, start, key_hash, permissions, metadata, rate_limit_enabled,
          rate_limit_window_ms, rate_limit_max, window_count, request_count, enabled, created_at,
          updated_at)
        VALUES (?, ?, ?, 'test', ?, ?, 'fh_test_', ?, ?, ?::text[], '{}', true, 60000, 600, 0, 0,
          true, ?, ?)
        """,
        id(),
        organizationId,
        userId,
        kind,
        cross,
        key.substring(0, 12),
        sha256(key),
        array(List.of(permissions)),
        NOW,
        NOW);
    return key;
  }

  private static UUID id() {
    return UUID.randomUUID();
  }

  private static String word() {
    return Long.toString(RANDOM.nextLong() >>> 1, 36);
  }

  private static String token(String prefix) {
    byte[] bytes = new byte[32];
    RANDOM.nextBytes(bytes);
    return prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static String array(List<String> words) {
    return '{' + String.join(",", words) + '}';
  }
}
