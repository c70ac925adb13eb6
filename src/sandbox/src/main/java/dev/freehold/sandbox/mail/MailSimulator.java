package dev.freehold.sandbox.mail;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.sandbox.Fault;
import dev.freehold.sandbox.Faults;
import dev.freehold.sandbox.SimContext;
import dev.freehold.sandbox.SimRequest;
import dev.freehold.sandbox.SimResponse;
import dev.freehold.sandbox.Simulator;
import dev.freehold.sandbox.Table;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The mail provider: SMTP on a port of its own, nothing over HTTP. */
public final class MailSimulator implements Simulator {

  private static final int SMTP_ERROR_FROM = 400;
  private static final int SMTP_ERROR_TO = 599;

  private final SimContext context;
  private final Table<SandboxMail> mails;
  private final SmtpServer server;
  private volatile Consumer<JsonNode> listener = notification -> {};

  public MailSimulator(SimContext context) {
    this.context = context;
    this.mails = context.open("mail").table("mails", SandboxMail.class);
    this.server = new SmtpServer(context.config().smtpPort(), this::receive);
  }

  @Override
  public String name() {
    return "mail";
  }

  @Override
  public String prefix() {
    return "/mail";
  }

  @Override
  public SimResponse handle(SimRequest request) {
    return SimResponse.unknown(request);
  }

  @Override
  public void stop() {
    server.stop();
  }

  public int smtpPort() {
    return server.port();
  }

  /**
   * Newest first.
   *
   * @param to null = whoever, else exactly this address, whatever its letters' case
   * @param template null = any
   * @param since inclusive; null = from the beginning
   */
  public List<SandboxMail> list(
      @Nullable String to, @Nullable String template, @Nullable Instant since) {
    return context.change(
        () ->
            mails.newestFirst().stream()
                .filter(mail -> to == null || mail.to().equalsIgnoreCase(to))
                .filter(mail -> template == null || template.equals(mail.template()))
                .filter(mail -> since == null || !mail.at().isBefore(since))
                .toList());
  }

  /** Where {@link #report} goes; the host puts it on the queue of mail events. */
  public void onReport(Consumer<JsonNode> told) {
    listener = told;
  }

  /**
   * Tells what became of a mail, as the provider would.
   *
   * @return false = no such mail
   */
  public boolean report(String mailId, MailNews news) {
    Optional<SandboxMail> mail = context.change(() -> mails.find(mailId));
    mail.ifPresent(found -> listener.accept(news.notification(found, context.now())));
    return mail.isPresent();
  }

  private String receive(String sender, List<String> recipients, byte[] message) {
    Fault fault = strike(recipients.getFirst()).orElse(null);
    if (fault == null) {
      return keep(sender, recipients, message);
    }
    return switch (fault.kind()) {
      case "refuse" -> "";
      case "drop_answer" -> {
        keep(sender, recipients, message);
        yield "";
      }
      case "delay" -> {
        pause(fault);
        yield keep(sender, recipients, message);
      }
      case "rate_limit" -> "454 4.7.0 Throttling failure: Maximum sending rate exceeded.";
      default -> smtpStatus(fault) + " 4.3.0 Fault of the sandbox";
    };
  }

  private Optional<Fault> strike(String recipient) {
    return context
        .faults()
        .strike(new Faults.Occasion(service(), "DATA", recipient, null, null, null));
  }

  private static int smtpStatus(Fault fault) {
    Integer status = fault.status();
    return status != null && status >= SMTP_ERROR_FROM && status <= SMTP_ERROR_TO ? status : 451;
  }

  private static void pause(Fault fault) {
    try {
      if (fault.delay() != null) {
        Thread.sleep(fault.delay());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String keep(String sender, List<String> recipients, byte[] message) {
    var read = new MimeMessage(message);
    String first = UUID.randomUUID().toString();
    context.change(
        () -> {
          String id = first;
          for (String recipient : recipients) {
            mails.put(id, mail(id, sender, recipient, read));
            id = UUID.randomUUID().toString();
          }
          return true;
        });
    return "250 2.0.0 Ok: queued as " + first;
  }

  private SandboxMail mail(String id, String sender, String recipient, MimeMessage read) {
    return new SandboxMail(
        id,
        recipient,
        read.header("From").orElse(sender),
        read.header("Subject").orElse(""),
        read.header("X-Freehold-Template").orElse(null),
        read.headers(),
        read.text(),
        read.html(),
        read.code(),
        read.links(),
        context.now());
  }
}
