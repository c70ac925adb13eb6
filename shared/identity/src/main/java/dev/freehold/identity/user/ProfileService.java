package dev.freehold.identity.user;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.identity.IdentityRefusal;
import dev.freehold.identity.ReservedNames;
import dev.freehold.kernel.Json;
import dev.freehold.kernel.Maybe;
import dev.freehold.kernel.audit.Audit;
import dev.freehold.kernel.audit.AuditEntry;
import dev.freehold.kernel.sql.Sql;
import dev.freehold.kernel.sql.SqlFailure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** What people say of themselves. */
@ApplicationScoped
public class ProfileService {

  private final Sql sql;
  private final Users users;
  private final Audit audit;
  private final Clock clock;

  ProfileService(Sql sql, Users users, Audit audit, Clock clock) {
    this.sql = sql;
    this.users = users;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * What is to be another; absent fields stay.
   *
   * @param locale BCP 47; never null
   * @param timeZone IANA; never null
   * @param preferences replaces the document; null = empty
   */
  public record Changes(
      Maybe<String> name,
      Maybe<String> givenName,
      Maybe<String> familyName,
      Maybe<String> username,
      Maybe<String> avatarUrl,
      @Nullable String locale,
      @Nullable String timeZone,
      Maybe<JsonNode> preferences) {}

  /**
   * @param requireVersion refuses another version than the caller knows
   * @throws dev.freehold.kernel.Refusal {@code NOT_FOUND}, {@code VERSION_MISMATCH}, {@code
   *     NAME_RESERVED}, {@code USERNAME_TAKEN}
   */
  @Transactional
  public User update(UUID userId, Changes changes, IntConsumer requireVersion) {
    users.lock(userId);
    User before = users.get(userId);
    requireVersion.accept(before.version());
    String username = changes.username().orOld(before.username());
    if (changes.username().isPresent() && username != null && ReservedNames.contains(username)) {
      throw IdentityRefusal.NAME_RESERVED.because("the username %s is reserved", username);
    }
    try {
      write(userId, before, changes, username);
    } catch (RuntimeException failure) {
      if (SqlFailure.constraint(failure).orElse("").equals("users_username_key")) {
        throw IdentityRefusal.USERNAME_TAKEN.because("the username is taken");
      }
      throw failure;
    }
    User after = users.get(userId);
    audit.add(
        AuditEntry.of("identity", "user.update", "user", userId)
            .before(shown(before))
            .after(shown(after)));
    return after;
  }

  private void write(UUID userId, User before, Changes changes, @Nullable String username) {
    JsonNode preferences = changes.preferences().orOld(before.preferences());
    sql.update(
        """
        UPDATE identity.users SET name = ?, given_name = ?, family_name = ?, username = ?,
          avatar_url = ?, locale = ?, time_zone = ?, preferences = ?, updated_at = ?,
          version = version + 1
        WHERE id = ?
        """,
        changes.name().orOld(before.name()),
        changes.givenName().orOld(before.givenName()),
        changes.familyName().orOld(before.familyName()),
        username,
        changes.avatarUrl().orOld(before.avatarUrl()),
        changes.locale() == null ? before.locale() : changes.locale(),
        changes.timeZone() == null ? before.timeZone() : changes.timeZone(),
        Json.param(preferences == null || preferences.isNull() ? Map.of() : preferences),
        clock.instant(),
        userId);
  }

  private static Map<String, Object> shown(User user) {
    var fields = new LinkedHashMap<String, Object>();
    put(fields, "name", user.name());
    put(fields, "givenName", user.givenName());
    put(fields, "familyName", user.familyName());
    put(fields, "username", user.username());
    put(fields, "avatarUrl", user.avatarUrl());
    put(fields, "locale", user.locale());
    put(fields, "timeZone", user.timeZone());
    return fields;
  }

  private static void put(Map<String, Object> fields, String name, @Nullable String value) {
    if (value != null) {
      fields.put(name, value);
    }
  }
}
