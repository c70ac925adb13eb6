package dev.freehold.sandbox.mail;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freehold.sandbox.SimJson;
import java.time.Instant;
import java.util.UUID;

/** What became of a mail, in the form of Amazon SES's event publishing. */
public enum MailNews {
  DELIVERED("Delivery"),
  BOUNCED("Bounce"),
  COMPLAINED("Complaint");

  private final String type;

  MailNews(String type) {
    this.type = type;
  }

  /** The notification as the provider would put it on the queue. */
  ObjectNode notification(SandboxMail mail, Instant now) {
    var notification = SimJson.object().put("eventType", type);
    var about = notification.putObject("mail");
    about.put("timestamp", mail.at().toString());
    about.put("messageId", reference(mail));
    about.put("source", mail.from());
    about.putArray("destination").add(mail.to());
    var headers = about.putArray("headers");
    mail.headers()
        .forEach((name, value) -> headers.addObject().put("name", name).put("value", value));
    switch (this) {
      case DELIVERED -> {
        var delivery = notification.putObject("delivery").put("timestamp", now.toString());
        delivery.putArray("recipients").add(mail.to());
        delivery.put("smtpResponse", "250 2.0.0 Ok");
      }
      case BOUNCED -> {
        var bounce = notification.putObject("bounce").put("timestamp", now.toString());
        bounce.put("bounceType", "Permanent").put("bounceSubType", "General");
        bounce.put("feedbackId", UUID.randomUUID().toString());
        bounce.putArray("bouncedRecipients").addObject().put("emailAddress", mail.to());
      }
      case COMPLAINED -> {
        var complaint = notification.putObject("complaint").put("timestamp", now.toString());
        complaint.put("feedbackId", UUID.randomUUID().toString());
        complaint.put("complaintFeedbackType", "abuse");
        complaint.putArray("complainedRecipients").addObject().put("emailAddress", mail.to());
      }
    }
    return notification;
  }

  /** The sender's own reference where it gave one, since that is what it recorded. */
  private static String reference(SandboxMail mail) {
    String own = mail.header("X-Freehold-Mail-Id");
    return own == null ? mail.id() : own;
  }
}
