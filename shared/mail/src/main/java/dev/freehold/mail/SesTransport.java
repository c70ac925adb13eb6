package dev.freehold.mail;

import dev.freehold.kernel.mail.MailConfig;
import dev.freehold.kernel.mail.MailTransport;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.sesv2.SesV2Client;
import software.amazon.awssdk.services.sesv2.model.Body;
import software.amazon.awssdk.services.sesv2.model.Content;
import software.amazon.awssdk.services.sesv2.model.MessageHeader;
import software.amazon.awssdk.services.sesv2.model.MessageTag;
import software.amazon.awssdk.services.sesv2.model.SesV2Exception;

/** Mail by Amazon SES; its configuration set reports to the queue core-record-mail-event. */
@ApplicationScoped
class SesTransport implements MailTransport {

  private final MailConfig config;
  private @Nullable SesV2Client ses;

  SesTransport(MailConfig config) {
    this.config = config;
  }

  @Override
  public String provider() {
    return "ses";
  }

  @Override
  public String send(Outgoing mail) {
    try {
      return accepted(mail);
    } catch (SesV2Exception answer) {
      // docs.aws.amazon.com/ses/latest/dg/manage-sending-quotas-errors.html: rate and daily quota.
      if (answer.isThrottlingException()) {
        throw new OverRate(answer);
      }
      throw answer;
    }
  }

  private String accepted(Outgoing mail) {
    List<MessageHeader> headers = new ArrayList<>();
    mail.headers()
        .forEach(
            (name, value) -> headers.add(MessageHeader.builder().name(name).value(value).build()));
    return client()
        .sendEmail(
            request ->
                request
                    .fromEmailAddress(config.from())
                    .destination(to -> to.toAddresses(mail.to()))
                    .emailTags(
                        MessageTag.builder().name("mailId").value(mail.id().toString()).build())
                    .content(
                        content ->
                            content.simple(
                                simple ->
                                    simple
                                        .subject(text(mail.subject()))
                                        .body(
                                            Body.builder()
                                                .text(text(mail.text()))
                                                .html(text(mail.html()))
                                                .build())
                                        .headers(headers))))
        .messageId();
  }

  private static Content text(String text) {
    return Content.builder().charset("UTF-8").data(text).build();
  }

  /** Made on first use: an installation that mails by SMTP has no credentials for it. */
  private synchronized SesV2Client client() {
    if (ses == null) {
      ses = SesV2Client.builder().httpClientBuilder(UrlConnectionHttpClient.builder()).build();
    }
    return ses;
  }
}
