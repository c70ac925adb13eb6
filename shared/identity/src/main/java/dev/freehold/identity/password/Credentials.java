package dev.freehold.identity.password;

import dev.freehold.kernel.Ids;
import dev.freehold.kernel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Where the hash of a person's password is kept; in the person's own scope. */
@ApplicationScoped
public class Credentials {

  private final Sql sql;
  private final Clock clock;
  private final Ids ids;

  Credentials(Sql sql, Clock clock, Ids ids) {
    this.sql = sql;
    this.clock = clock;
    this.ids = ids;
  }

  /** Empty where no password is set. */
  public Optional<String> find(UUID userId) {
    return sql.first(
        """
        SELECT password_hash FROM identity.accounts
        WHERE user_id = ? AND provider_id = 'credential'
        """,
        row -> row.text("password_hash"),
        userId);
  }

  /** The first or the next one. */
  public void put(UUID userId, String hash) {
    Instant now = clock.instant();
    sql.update(
        """
        INSERT INTO identity.accounts AS a (id, user_id, provider_id, account_id, password_hash,
          password_scheme, password_changed_at, created_at, updated_at)
        VALUES (?, ?, 'credential', ?, ?, ?, ?, ?, ?)
        ON CONFLICT (provider_id, account_id) DO UPDATE
        SET password_hash = excluded.password_hash, password_scheme = excluded.password_scheme,
          password_changed_at = excluded.password_changed_at, updated_at = excluded.updated_at,
          version = a.version + 1
        """,
        ids.next(),
        userId,
        userId.toString(),
        hash,
        Passwords.SCHEME,
        now,
        now,
        now);
  }
}
