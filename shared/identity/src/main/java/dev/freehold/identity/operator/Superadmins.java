package dev.freehold.identity.operator;

import dev.freehold.identity.IdentityRefusal;
import dev.freehold.identity.user.User;
import dev.freehold.kernel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;

/** There is always one who may do everything. */
@ApplicationScoped
class Superadmins {

  static final String ROLE = "superadmin";

  /** Any number, as long as nobody else locks it. */
  private static final long LOCK = 4_711_001L;

  private final Sql sql;
  private final Clock clock;

  Superadmins(Sql sql, Clock clock) {
    this.sql = sql;
    this.clock = clock;
  }

  /** Whoever makes or unmakes operators queues up here, before any row is locked. */
  void lock() {
    sql.one("SELECT 1 AS got FROM pg_advisory_xact_lock(?)", row -> true, LOCK);
  }

  /**
   * After {@link #lock}.
   *
   * @throws dev.freehold.kernel.Refusal {@code LAST_SUPERADMIN} where the target is the only one
   *     who can sign in
   */
  void requireAnotherThan(User target) {
    if (target.role().equals(ROLE) && !anotherThan(target)) {
      throw IdentityRefusal.LAST_SUPERADMIN.because("there is no other superadmin");
    }
  }

  private boolean anotherThan(User target) {
    return sql.one(
        """
        SELECT EXISTS (SELECT 1 FROM identity.users
          WHERE role = 'superadmin' AND deleted_at IS NULL AND deletion_scheduled_at IS NULL
            AND (status = 'active' OR (status = 'banned' AND ban_expires_at <= ?))
            AND id <> ?) AS another
        """,
        row -> row.bool("another"),
        clock.instant(),
        target.id());
  }
}
