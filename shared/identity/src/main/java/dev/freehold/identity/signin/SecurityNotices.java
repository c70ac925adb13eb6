package dev.freehold.identity.signin;

import dev.freehold.identity.AuthenticationEvent;
import dev.freehold.identity.AuthenticationLog;
import dev.freehold.identity.IdentityConfig;
import dev.freehold.identity.IdentityMessages.SecurityNoticed;
import dev.freehold.kernel.Call;
import dev.freehold.kernel.Ids;
import dev.freehold.kernel.Secrets;
import dev.freehold.kernel.mail.Mail;
import dev.freehold.kernel.mail.MailRequest;
import dev.freehold.kernel.outbox.Message;
import dev.freehold.kernel.outbox.Outbox;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What people are told about their account, in the transaction of what happened. */
@ApplicationScoped
public class SecurityNotices {

  private static final String TOKEN_PREFIX = "fhv_";

  private final Mail mail;
  private final Outbox outbox;
  private final AuthenticationLog log;
  private final Verifications verifications;
  private final Links links;
  private final IdentityConfig config;
  private final Clock clock;
  private final Ids ids;

  SecurityNotices(
      Mail mail,
      Outbox outbox,
      AuthenticationLog log,
      Verifications verifications,
      Links links,
      IdentityConfig config,
      Clock clock,
      Ids ids) {
    this.mail = mail;
    this.outbox = outbox;
    this.log = log;
    this.verifications = verifications;
    this.links = links;
    this.config = config;
    this.clock = clock;
    this.ids = ids;
  }

  public void locked(UUID userId, Duration lockFor) {
    log.add(AuthenticationEvent.success("locked", userId));
    mail.request(
        MailRequest.template("account-locked")
            .category(MailRequest.SECURITY)
            .toUser(userId)
            .param("minutes", lockFor.toMinutes()));
    noticed(userId, "account_locked");
  }

  public void deviceTrusted(UUID userId, String deviceName) {
    mail.request(
        MailRequest.template("new-device")
            .category(MailRequest.SECURITY)
            .toUser(userId)
            .param("device", deviceName)
            .param("ipAddress", Objects.requireNonNullElse(Call.current().ipAddress(), "unknown"))
            .param("time", clock.instant())
            .param("days", config.trustedDevice().lifetime().toDays()));
    noticed(userId, "new_device");
  }

  public void backupCodesLow(UUID userId, long left) {
    mail.request(
        MailRequest.template("backup-codes-low")
            .category(MailRequest.SECURITY)
            .toUser(userId)
            .param("left", left));
  }

  public void signInCode(
      UUID userId, @Nullable String locale, String code, Instant expiresAt, Duration lifetime) {
    code("sign-in-code", userId, locale, code, expiresAt, lifetime);
  }

  public void reauthenticationCode(
      UUID userId, @Nullable String locale, String code, Instant expiresAt, Duration lifetime) {
    code("reauthentication-code", userId, locale, code, expiresAt, lifetime);
  }

  private void code(
      String template,
      UUID userId,
      @Nullable String locale,
      String code,
      Instant expiresAt,
      Duration lifetime) {
    mail.request(
        MailRequest.template(template)
            .category(MailRequest.SECURITY)
            .toUser(userId)
            .locale(locale)
            .secret("code", code)
            .param("minutes", lifetime.toMinutes())
            .expiresAt(expiresAt));
  }

  /** A new link; the one before is dead. */
  public void verifyEmail(UUID userId, String email, @Nullable String locale) {
    String token = Secrets.token(TOKEN_PREFIX);
    Duration lifetime = config.emailVerification().lifetime();
    Instant expiresAt = clock.instant().plus(lifetime);
    open(Verifications.EMAIL_VERIFICATION, userId, email, token, expiresAt);
    mail.request(
        MailRequest.template("email-verification")
            .category(MailRequest.SECURITY)
            .toAddress(email)
            .user(userId)
            .locale(locale)
            .secret("link", links.verifyEmail(token))
            .param("hours", lifetime.toHours())
            .expiresAt(expiresAt));
  }

  /** A person whom the system or an operator made: a link to set the first password. */
  public void operatorWelcome(UUID userId, String email) {
    String token = Secrets.token(TOKEN_PREFIX);
    Duration lifetime = config.operatorInvite().lifetime();
    Instant expiresAt = clock.instant().plus(lifetime);
    open(Verifications.PASSWORD_RESET, userId, email, token, expiresAt);
    mail.request(
        MailRequest.template("operator-welcome")
            .category(MailRequest.SECURITY)
            .toAddress(email)
            .user(userId)
            .secret("link", links.setPassword(token))
            .param("days", lifetime.toDays())
            .expiresAt(expiresAt));
  }

  private void open(String kind, UUID userId, String email, String token, Instant expiresAt) {
    verifications.openLink(
        Verifications.Opening.link(ids.next(), kind, userId, email, token, expiresAt));
  }

  private void noticed(UUID userId, String kind) {
    outbox.send(Message.event("identity.security.noticed").data(new SecurityNoticed(userId, kind)));
  }
}
