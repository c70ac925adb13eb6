package dev.freehold.functions.core;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import dev.freehold.kernel.mail.Mail;
import dev.freehold.kernel.mail.MailDelivery;
import dev.freehold.kernel.mail.MailLog;
import dev.freehold.kernel.mail.MailReports;
import dev.freehold.kernel.outbox.Envelope;
import dev.freehold.lambda.Answer;
import dev.freehold.lambda.Http;
import dev.freehold.lambda.HttpEdge;
import dev.freehold.lambda.Queue;
import dev.freehold.lambda.catalogue.Outside;
import dev.freehold.lambda.catalogue.Uses;
import io.quarkus.funqy.Funq;
import java.util.List;

/** Mail: delivered, reported on, and looked at by operators. */
public class MailFunctions {

  private final HttpEdge edge;
  private final MailLog log;
  private final MailDelivery delivery;
  private final MailReports reports;

  MailFunctions(HttpEdge edge, MailLog log, MailDelivery delivery, MailReports reports) {
    this.edge = edge;
    this.log = log;
    this.delivery = delivery;
    this.reports = reports;
  }

  @Funq("core-list-mail")
  @Http(
      route = "GET /v1/mail-messages",
      permission = "system:read-outbox",
      answer = MailLog.MailView.class,
      list = true,
      query = {"status?", "template?", "userId?"},
      summary = "Mails without their parameters, newest first.")
  public APIGatewayV2HTTPResponse list(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        call ->
            Answer.ok(
                call.page(
                    log.list(
                        call.query("status"),
                        call.query("template"),
                        call.queryId("userId"),
                        call.pageRequest()),
                    mail -> mail,
                    mail -> List.of(mail.id()))));
  }

  @Funq("core-resend-mail")
  @Http(
      route = "POST /v1/mail-messages/{mailId}/resend",
      permission = "system:resend-outbox",
      answer = MailLog.MailView.class,
      status = 202,
      errors = "MAIL_NOT_RESENDABLE",
      summary = "Tries a given-up mail again.")
  public APIGatewayV2HTTPResponse resend(APIGatewayV2HTTPEvent event) {
    return edge.answer(event, call -> Answer.accepted(log.resend(call.pathId("mailId"))));
  }

  @Funq("core-send-mail")
  @Uses(Outside.MAIL)
  @Queue(
      command = true,
      transaction = false,
      maxConcurrency = 10,
      summary = "Delivers one mail, or makes one for each of its readers.")
  public void send(Envelope message) {
    delivery.send(message.data(Mail.SendMail.class).mailId());
  }

  @Funq("core-record-mail-event")
  @Queue(summary = "Takes the mail provider's own notifications.")
  public void record(SQSMessage message) {
    reports.record(message.getBody());
  }
}
