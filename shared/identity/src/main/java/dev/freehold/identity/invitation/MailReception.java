package dev.freehold.identity.invitation;

import dev.freehold.kernel.sql.Sql;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Keeps what became of a mail, at its invitation and at the address. */
@ApplicationScoped
public class MailReception {

  private final Sql sql;

  MailReception(Sql sql) {
    this.sql = sql;
  }

  /**
   * What {@code core.mail.reported} carries.
   *
   * @param email null = the primary address of the user
   */
  @RegisterForReflection
  public record Reported(
      UUID mailId,
      @Nullable UUID userId,
      @Nullable String email,
      String event,
      @Nullable String error,
      Instant at) {}

  /** Safe to repeat, in any order: the newest report wins. */
  @Transactional
  public void record(Reported report) {
    sql.one(
        "SELECT identity.record_mail_delivery(?, ?::uuid, ?, ?, ?, ?)::text AS done",
        row -> row.textOrNull("done") == null,
        report.mailId(),
        report.userId(),
        report.email(),
        report.event(),
        report.error(),
        report.at());
  }
}
