package dev.freehold.identity.factor;

import dev.freehold.identity.password.Passwords;
import dev.freehold.kernel.Ids;
import dev.freehold.kernel.Secrets;
import dev.freehold.kernel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Codes for who has lost the authenticator: ten, each for one use. */
@ApplicationScoped
class BackupCodes {

  static final int COUNT = 10;

  /** 32 characters that are not taken for one another. */
  private static final String ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

  private static final int GROUP = 4;
  private static final int LENGTH = 16;

  private final Sql sql;
  private final Passwords passwords;
  private final Clock clock;
  private final Ids ids;

  BackupCodes(Sql sql, Passwords passwords, Clock clock, Ids ids) {
    this.sql = sql;
    this.passwords = passwords;
    this.clock = clock;
    this.ids = ids;
  }

  /**
   * @param shown {@code XXXX-XXXX-XXXX-XXXX}, to be written down
   * @param hash of all but the selector
   */
  record BackupCode(String shown, String selector, String hash) {}

  /** Hashes each code: not within a transaction. */
  List<BackupCode> make() {
    var selectors = new HashSet<String>();
    var made = new ArrayList<BackupCode>();
    while (made.size() < COUNT) {
      String code = Secrets.from(ALPHABET, LENGTH);
      String selector = code.substring(0, GROUP);
      if (selectors.add(selector)) {
        made.add(new BackupCode(shown(code), selector, passwords.hash(code.substring(GROUP))));
      }
    }
    return made;
  }

  static String shown(String code) {
    return String.join("-", code.split("(?<=\\G.{" + GROUP + "})"));
  }

  /** The old ones end. */
  void replace(UUID userId, List<BackupCode> codes) {
    Instant now = clock.instant();
    remove(userId);
    sql.batch(
        """
        INSERT INTO identity.backup_codes (id, user_id, selector, code_hash, created_at)
        VALUES (?, ?, ?, ?, ?)
        """,
        codes.stream()
            .map(
                code ->
                    new @Nullable Object[] {ids.next(), userId, code.selector(), code.hash(), now})
            .toList());
  }

  void remove(UUID userId) {
    sql.update("DELETE FROM identity.backup_codes WHERE user_id = ?", userId);
  }
}
