package dev.freehold.kernel.mail;

import dev.freehold.kernel.Permissions;
import dev.freehold.kernel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Who reads a mail; identity knows. */
@ApplicationScoped
class MailReaders {

  private final Sql sql;

  MailReaders(Sql sql) {
    this.sql = sql;
  }

  record Reader(
      UUID userId,
      String email,
      @Nullable String name,
      @Nullable String locale,
      boolean subscribed,
      boolean deliverable) {}

  /** Whether mail goes to an address: to a person's that bounced or complained security's alone. */
  boolean takes(String email, String category) {
    return category.equals(MailRequest.SECURITY)
        || sql.one("SELECT identity.takes_mail(?) AS takes", row -> row.bool("takes"), email);
  }

  /** One person, or the members of an organization who hold a permission. */
  List<Reader> of(MailRequest request, Instant now) {
    String permission = request.userId() == null ? request.permission() : null;
    return sql.list(
        "SELECT * FROM identity.mail_recipients(?, ?, ?, ?, ?, ?)",
        row ->
            new Reader(
                row.uuid("user_id"),
                row.text("email"),
                row.textOrNull("name"),
                row.textOrNull("locale"),
                row.bool("subscribed"),
                row.bool("deliverable")),
        request.userId(),
        request.userId() == null ? request.organizationId() : null,
        permission,
        permission == null ? List.<String>of() : Permissions.rolesWith(permission),
        request.category(),
        now);
  }
}
