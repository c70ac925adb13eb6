package dev.freehold.functions.core;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.freehold.kernel.outbox.OutboxLog;
import dev.freehold.lambda.Answer;
import dev.freehold.lambda.Http;
import dev.freehold.lambda.HttpEdge;
import io.quarkus.funqy.Funq;
import java.util.List;

/** The outbox, for operators. */
public class MessageFunctions {

  private final HttpEdge edge;
  private final OutboxLog messages;

  MessageFunctions(HttpEdge edge, OutboxLog messages) {
    this.edge = edge;
    this.messages = messages;
  }

  @Funq("core-list-messages")
  @Http(
      route = "GET /v1/outbox",
      permission = "system:read-outbox",
      answer = OutboxLog.MessageView.class,
      list = true,
      query = {"type?", "topic?", "sent?", "from?", "to?"},
      summary = "Messages with their payload, newest first.")
  public APIGatewayV2HTTPResponse list(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        call -> {
          var filter =
              new OutboxLog.Filter(
                  call.query("type"),
                  call.query("topic"),
                  call.queryBoolean("sent"),
                  call.queryId("organizationId"),
                  call.queryInstant("from"),
                  call.queryInstant("to"));
          return Answer.ok(
              call.page(messages.list(filter, call.pageRequest()), m -> m, m -> List.of(m.id())));
        });
  }

  @Funq("core-resend-message")
  @Http(
      route = "POST /v1/outbox/{messageId}/resend",
      permission = "system:resend-outbox",
      answer = OutboxLog.MessageView.class,
      status = 202,
      summary = "Sends a message once more with its old id.")
  public APIGatewayV2HTTPResponse resend(APIGatewayV2HTTPEvent event) {
    return edge.answer(event, call -> Answer.accepted(messages.resend(call.pathId("messageId"))));
  }
}
