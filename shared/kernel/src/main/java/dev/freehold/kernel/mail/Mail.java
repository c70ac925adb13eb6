package dev.freehold.kernel.mail;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freehold.kernel.Ids;
import dev.freehold.kernel.Json;
import dev.freehold.kernel.SecretBox;
import dev.freehold.kernel.outbox.Message;
import dev.freehold.kernel.outbox.Outbox;
import dev.freehold.kernel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Asks for mail in the transaction of the fact it is about; core alone sends. */
@ApplicationScoped
public class Mail {

  static final String TABLE = "core.mail_messages";
  static final String SECRETS = "secret_params_encrypted";

  /** What core-send-mail is told. */
  @io.quarkus.runtime.annotations.RegisterForReflection
  public record SendMail(UUID mailId) {}

  private final Sql sql;
  private final Outbox outbox;
  private final MailTemplates templates;
  private final SecretBox box;
  private final Clock clock;
  private final Ids ids;

  Mail(Sql sql, Outbox outbox, MailTemplates templates, SecretBox box, Clock clock, Ids ids) {
    this.sql = sql;
    this.outbox = outbox;
    this.templates = templates;
    this.box = box;
    this.clock = clock;
    this.ids = ids;
  }

  public void request(MailRequest.Builder request) {
    request(request.build());
  }

  /**
   * @throws IllegalArgumentException when there is no such template or a place of it has no value:
   *     found by the first test that asks for the mail
   * @throws IllegalStateException outside a transaction
   */
  public void request(MailRequest request) {
    templates.check(request);
    insert(request, null);
  }

  /** One reader's copy of a mail to many. */
  void request(MailRequest request, UUID parentId) {
    insert(request, parentId);
  }

  private void insert(MailRequest request, @Nullable UUID parentId) {
    UUID id = ids.next();
    Instant now = clock.instant();
    ObjectNode row = Json.mapper().createObjectNode();
    row.put("id", id.toString());
    row.put("template", request.template());
    row.put("category", request.category());
    row.put("dedup_key", request.dedupKey());
    row.put("organization_id", text(request.organizationId()));
    row.put("user_id", text(request.userId()));
    row.put("to_email", request.toEmail());
    row.put("permission", request.permission());
    row.put("parent_id", text(parentId));
    row.put("locale", request.locale());
    row.set("params", Json.tree(request.params()));
    row.put("secret_params_encrypted", sealed(id, request.secretParams()));
    row.put("status", "queued");
    row.put("attempts", 0);
    // Left alone by the retry while the command is on its way.
    row.put("next_attempt_at", now.plusSeconds(60).toString());
    row.put("expires_at", text(request.expiresAt()));
    row.put("created_at", now.toString());
    boolean isNew =
        sql.one(
            """
            SELECT core.request_mail(jsonb_populate_record(NULL::core.mail_messages, ?::jsonb))
              AS made
            """,
            r -> r.bool("made"),
            row.toString());
    if (isNew) {
      outbox.send(
          Message.command("core-send-mail")
              .organization(request.organizationId())
              .data(new SendMail(id)));
    }
  }

  private @Nullable String sealed(UUID id, Map<String, String> secrets) {
    return secrets.isEmpty()
        ? null
        : "\\x" + HexFormat.of().formatHex(box.seal(Json.write(secrets), TABLE, SECRETS, id));
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }
}
