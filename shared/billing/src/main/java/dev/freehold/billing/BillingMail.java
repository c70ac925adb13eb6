package dev.freehold.billing;

import dev.freehold.kernel.mail.Mail;
import dev.freehold.kernel.mail.MailRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Asks for mail about money, at the billing address. In the transaction of the fact. */
@ApplicationScoped
public class BillingMail {

  /** Whom it is to, and the occasion that is mailed once. */
  public record To(UUID organizationId, @Nullable String email, String occasion) {}

  /** What the mail names. */
  public record Facts(String subject, long amount, String currency, @Nullable Instant on) {}

  private final Mail mail;

  BillingMail(Mail mail) {
    this.mail = mail;
  }

  /** Always sent. */
  public void service(String template, To to, Facts facts) {
    send(template, MailRequest.SERVICE, to, facts);
  }

  /** Only with a payment's receipt: readers may have turned these off. */
  public void receipt(String template, To to, Facts facts) {
    send(template, "payment_receipts", to, facts);
  }

  private void send(String template, String category, To to, Facts facts) {
    if (to.email() == null) {
      return;
    }
    mail.request(
        MailRequest.template(template)
            .category(category)
            .toAddress(to.email())
            .organization(to.organizationId())
            .dedup(template + ":" + to.occasion())
            .param("subject", facts.subject())
            .param("amount", money(facts.amount(), facts.currency()))
            .param("on", facts.on() == null ? "" : day(facts.on())));
  }

  private static LocalDate day(Instant at) {
    return at.atOffset(ZoneOffset.UTC).toLocalDate();
  }

  /** Minor units as a person reads them: {@code 49.00 USD}. */
  static String money(long amount, String currency) {
    long whole = Math.abs(amount) / 100;
    long rest = Math.abs(amount) % 100;
    return "%s%d.%02d %s"
        .formatted(amount < 0 ? "-" : "", whole, rest, currency.toUpperCase(Locale.ROOT));
  }
}
