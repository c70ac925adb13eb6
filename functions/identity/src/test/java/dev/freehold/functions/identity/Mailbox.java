package dev.freehold.functions.identity;

import dev.freehold.kernel.Json;
import dev.freehold.kernel.SecretBox;
import dev.freehold.testing.Owner;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What was asked to be mailed, codes included. */
@ApplicationScoped
public class Mailbox {

  private final SecretBox box;

  Mailbox(SecretBox box) {
    this.box = box;
  }

  /** Templates asked for, oldest first, to an address or to the person whose address it is. */
  public List<String> templates(String email) {
    return mails(email).stream().map(mail -> String.valueOf(mail.get("template"))).toList();
  }

  /** A code or link of the newest mail of a template. */
  public String secret(String template, String email, String name) {
    Map<String, @Nullable Object> mail =
        mails(email).stream()
            .filter(m -> template.equals(m.get("template")))
            .reduce((older, newer) -> newer)
            .orElseThrow(() -> new AssertionError("no mail " + template + " to " + email));
    String secrets =
        box.openText(
            (byte[]) Objects.requireNonNull(mail.get("secret_params_encrypted")),
            "core.mail_messages",
            "secret_params_encrypted",
            (UUID) Objects.requireNonNull(mail.get("id")));
    return Json.tree(secrets).get(name).asText();
  }

  public String code(String template, String email) {
    return secret(template, email, "code");
  }

  private static List<Map<String, @Nullable Object>> mails(String email) {
    return Owner.rows(
        """
        SELECT * FROM core.mail_messages m
        WHERE m.to_email = ? OR m.user_id IN (
          SELECT user_id FROM identity.user_emails WHERE email = ?)
        ORDER BY m.id
        """,
        email,
        email);
  }
}
