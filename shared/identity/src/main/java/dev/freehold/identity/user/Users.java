package dev.freehold.identity.user;

import dev.freehold.kernel.KernelRefusal;
import dev.freehold.kernel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.UUID;

/** Reads people. */
@ApplicationScoped
public class Users {

  /** People who are not deleted, with all that is shown of them. */
  public static final String SHOWN =
      """
      SELECT u.*, e.email, coalesce(e.verified_at IS NOT NULL, false) AS email_verified,
        EXISTS (SELECT 1 FROM identity.two_factors t
          WHERE t.user_id = u.id AND t.enabled_at IS NOT NULL) AS two_factor_enabled,
        EXISTS (SELECT 1 FROM identity.accounts a
          WHERE a.user_id = u.id AND a.provider_id = 'credential') AS password_set
      FROM identity.users u
      LEFT JOIN identity.user_emails e ON e.user_id = u.id AND e.is_primary
      WHERE u.deleted_at IS NULL
      """;

  private final Sql sql;

  Users(Sql sql) {
    this.sql = sql;
  }

  /** Changes of one person queue up behind this row, until the transaction ends. */
  public void lock(UUID userId) {
    sql.first(
        "SELECT id FROM identity.users WHERE id = ? FOR NO KEY UPDATE",
        row -> row.uuid("id"),
        userId);
  }

  /**
   * One statement, in the person's own scope or an operator's.
   *
   * @throws dev.freehold.kernel.Refusal {@code NOT_FOUND}
   */
  @Transactional
  public User get(UUID userId) {
    return sql.first(SHOWN + " AND u.id = ?", User::of, userId)
        .orElseThrow(() -> KernelRefusal.notFound("user"));
  }
}
