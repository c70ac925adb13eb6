package dev.freehold.identity.email;

import dev.freehold.identity.IdentityRefusal;
import dev.freehold.kernel.Ids;
import dev.freehold.kernel.Refusal;
import dev.freehold.kernel.Scope;
import dev.freehold.kernel.Transactions;
import dev.freehold.kernel.audit.Audit;
import dev.freehold.kernel.audit.AuditEntry;
import dev.freehold.kernel.mail.UnsubscribeLinks;
import dev.freehold.kernel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** Which mails people want. */
@ApplicationScoped
public class EmailPreferences {

  private final Sql sql;
  private final UnsubscribeLinks links;
  private final Audit audit;
  private final Transactions transactions;
  private final Clock clock;
  private final Ids ids;

  EmailPreferences(
      Sql sql,
      UnsubscribeLinks links,
      Audit audit,
      Transactions transactions,
      Clock clock,
      Ids ids) {
    this.sql = sql;
    this.links = links;
    this.audit = audit;
    this.transactions = transactions;
    this.clock = clock;
    this.ids = ids;
  }

  /** One type of mail, wanted or not. */
  public record Preference(EmailType emailType, boolean subscribed) {}

  /** All types, chosen or not. One statement. */
  @Transactional
  public List<Preference> list(UUID userId) {
    Map<String, Boolean> chosen =
        sql
            .list(
                "SELECT email_type, subscribed FROM identity.email_preferences WHERE user_id = ?",
                row -> Map.entry(row.text("email_type"), row.bool("subscribed")),
                userId)
            .stream()
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    return Arrays.stream(EmailType.values())
        .map(
            type ->
                new Preference(type, chosen.getOrDefault(type.word(), type.subscribedAtFirst())))
        .toList();
  }

  @Transactional
  public Preference set(UUID userId, EmailType type, boolean subscribed) {
    put(userId, type, subscribed);
    return new Preference(type, subscribed);
  }

  private void put(UUID userId, EmailType type, boolean subscribed) {
    Instant now = clock.instant();
    sql.update(
        """
        INSERT INTO identity.email_preferences (id, user_id, email_type, subscribed, created_at,
          updated_at)
        VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT (user_id, email_type) DO UPDATE
        SET subscribed = excluded.subscribed, updated_at = excluded.updated_at
        """,
        ids.next(),
        userId,
        type.word(),
        subscribed,
        now,
        now);
    audit.add(
        AuditEntry.of("identity", "email_preference.set", "user", userId)
            .after(Map.of("emailType", type.word(), "subscribed", subscribed)));
  }

  /**
   * By the link of a mail, which its reader's program follows by itself; again changes nothing.
   * Opens its own transaction; none may be under way.
   *
   * @throws Refusal {@code TOKEN_GONE}
   */
  public void unsubscribe(String token) {
    var reader = links.read(token).orElseThrow(EmailPreferences::gone);
    EmailType type = EmailType.of(reader.emailType()).orElseThrow(EmailPreferences::gone);
    transactions.run(
        Scope.user(reader.userId()),
        () -> {
          if (!exists(reader.userId())) {
            throw gone();
          }
          put(reader.userId(), type, false);
        });
  }

  private boolean exists(UUID userId) {
    return sql.one(
        """
        SELECT EXISTS (
          SELECT 1 FROM identity.users WHERE id = ? AND deleted_at IS NULL) AS found
        """,
        row -> row.bool("found"),
        userId);
  }

  private static Refusal gone() {
    return IdentityRefusal.TOKEN_GONE.because("no such subscription");
  }
}
