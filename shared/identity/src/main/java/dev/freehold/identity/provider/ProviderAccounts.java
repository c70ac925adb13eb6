package dev.freehold.identity.provider;

import dev.freehold.identity.AuthenticationEvent;
import dev.freehold.identity.AuthenticationLog;
import dev.freehold.identity.IdentityConfig;
import dev.freehold.identity.IdentityMessages.SecurityNoticed;
import dev.freehold.identity.provider.ProviderClient.Identity;
import dev.freehold.identity.provider.ProviderClient.Tokens;
import dev.freehold.kernel.Ids;
import dev.freehold.kernel.SecretBox;
import dev.freehold.kernel.audit.Audit;
import dev.freehold.kernel.audit.AuditEntry;
import dev.freehold.kernel.mail.Mail;
import dev.freehold.kernel.mail.MailRequest;
import dev.freehold.kernel.outbox.Message;
import dev.freehold.kernel.outbox.Outbox;
import dev.freehold.kernel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Accounts at providers, in the transaction of what they open. */
@ApplicationScoped
class ProviderAccounts {

  private static final String TABLE = "identity.accounts";

  private final Sql sql;
  private final SecretBox box;
  private final AuthenticationLog log;
  private final Audit audit;
  private final Mail mail;
  private final Outbox outbox;
  private final IdentityConfig.Providers config;
  private final Clock clock;
  private final Ids ids;

  ProviderAccounts(
      Sql sql,
      SecretBox box,
      AuthenticationLog log,
      Audit audit,
      Mail mail,
      Outbox outbox,
      IdentityConfig config,
      Clock clock,
      Ids ids) {
    this.sql = sql;
    this.box = box;
    this.log = log;
    this.audit = audit;
    this.mail = mail;
    this.outbox = outbox;
    this.config = config.providers();
    this.clock = clock;
    this.ids = ids;
  }

  /** Whose account it is, asked before anybody is known. */
  Optional<UUID> owner(Provider provider, String subject) {
    return sql.first(
        """
        SELECT owner FROM identity.find_provider_account(?, ?) AS owner WHERE owner IS NOT NULL
        """,
        row -> row.uuid("owner"),
        provider.word(),
        subject);
  }

  /** False when it is linked already, by whomever. */
  boolean link(UUID userId, Provider provider, Identity identity) {
    Instant now = clock.instant();
    UUID id = ids.next();
    int linked =
        sql.update(
            """
            INSERT INTO identity.accounts (id, user_id, provider_id, account_id, created_at,
              updated_at)
            VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (provider_id, account_id) DO NOTHING
            """,
            id,
            userId,
            provider.word(),
            identity.subject(),
            now,
            now);
    if (linked == 0) {
      return false;
    }
    keepTokens(userId, provider, identity);
    log.add(AuthenticationEvent.success("account_linked", userId).method(provider.word()));
    audit.add(
        AuditEntry.of("identity", "account.link", "account", id)
            .after(Map.of("providerId", provider.word())));
    return true;
  }

  /** Tells the person of a way in that was not there before. */
  void tell(UUID userId, Provider provider) {
    mail.request(
        MailRequest.template("provider-linked")
            .category(MailRequest.SECURITY)
            .toUser(userId)
            .param("provider", provider.shown()));
    outbox.send(
        Message.event("identity.security.noticed")
            .data(new SecurityNoticed(userId, "provider_linked")));
  }

  /** Sealed, and only where the installation wants them. */
  void keepTokens(UUID userId, Provider provider, Identity identity) {
    boolean keep =
        switch (provider) {
          case GOOGLE -> config.google().keepTokens();
          case GITHUB -> config.github().keepTokens();
        };
    if (!keep) {
      return;
    }
    Tokens tokens = identity.tokens();
    sql.update(
        """
        UPDATE identity.accounts SET access_token_encrypted = ?,
          refresh_token_encrypted = coalesce(?::bytea, refresh_token_encrypted),
          access_token_expires_at = ?, scope = ?, updated_at = ?, version = version + 1
        WHERE user_id = ? AND provider_id = ? AND account_id = ?
        """,
        sealed(tokens.accessToken(), "access_token_encrypted", userId),
        sealed(tokens.refreshToken(), "refresh_token_encrypted", userId),
        tokens.accessTokenExpiresAt(),
        tokens.scope(),
        clock.instant(),
        userId,
        provider.word(),
        identity.subject());
  }

  private byte @Nullable [] sealed(@Nullable String token, String column, UUID userId) {
    return token == null ? null : box.seal(token, TABLE, column, userId);
  }
}
