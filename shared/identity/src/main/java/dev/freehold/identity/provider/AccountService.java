package dev.freehold.identity.provider;

import dev.freehold.identity.AuthenticationEvent;
import dev.freehold.identity.AuthenticationLog;
import dev.freehold.identity.IdentityRefusal;
import dev.freehold.identity.user.Users;
import dev.freehold.kernel.KernelRefusal;
import dev.freehold.kernel.PageRequest;
import dev.freehold.kernel.audit.Audit;
import dev.freehold.kernel.audit.AuditEntry;
import dev.freehold.kernel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The ways a person signs in. */
@ApplicationScoped
public class AccountService {

  private final Sql sql;
  private final Users users;
  private final AuthenticationLog log;
  private final Audit audit;

  AccountService(Sql sql, Users users, AuthenticationLog log, Audit audit) {
    this.sql = sql;
    this.users = users;
    this.log = log;
    this.audit = audit;
  }

  /** Newest first; up to {@code limit + 1}. One statement. */
  @Transactional
  public List<Account> list(UUID userId, PageRequest page) {
    Instant after = page.afterInstant(0);
    return sql.list(
        """
        SELECT id, provider_id, account_id, created_at FROM identity.accounts
        WHERE user_id = ?
          AND (?::timestamptz IS NULL OR (created_at, id) < (?::timestamptz, ?::uuid))
        ORDER BY created_at DESC, id DESC LIMIT ?
        """,
        Account::of,
        userId,
        after,
        after,
        page.afterId(1),
        page.limit() + 1);
  }

  /**
   * Takes a way to sign in away; one is left.
   *
   * @throws dev.freehold.kernel.Refusal {@code NOT_FOUND}, {@code LAST_SIGN_IN_METHOD}
   */
  @Transactional
  public void unlink(UUID userId, UUID accountId) {
    // Two at once queue up here, so that one way is left.
    users.lock(userId);
    List<Account> all =
        sql.list(
            """
            SELECT id, provider_id, account_id, created_at FROM identity.accounts
            WHERE user_id = ?
            """,
            Account::of,
            userId);
    Account account =
        all.stream()
            .filter(one -> one.id().equals(accountId))
            .findFirst()
            .orElseThrow(() -> KernelRefusal.notFound("account"));
    if (all.size() == 1) {
      throw IdentityRefusal.LAST_SIGN_IN_METHOD.because("it is the last way to sign in");
    }
    sql.update("DELETE FROM identity.accounts WHERE id = ?", accountId);
    log.add(AuthenticationEvent.success("account_unlinked", userId).method(account.providerId()));
    audit.add(
        AuditEntry.of("identity", "account.unlink", "account", accountId)
            .before(Map.of("providerId", account.providerId())));
  }
}
