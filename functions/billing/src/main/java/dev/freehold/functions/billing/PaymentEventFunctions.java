package dev.freehold.functions.billing;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.freehold.billing.Provider;
import dev.freehold.billing.event.EventProcessing;
import dev.freehold.billing.event.EventStatus;
import dev.freehold.billing.event.PaymentEventService;
import dev.freehold.billing.event.PaymentEventView;
import dev.freehold.billing.event.ReceivedEvents;
import dev.freehold.billing.event.ReceivedEvents.ProcessPaymentEvent;
import dev.freehold.kernel.Swept;
import dev.freehold.kernel.outbox.Envelope;
import dev.freehold.lambda.Answer;
import dev.freehold.lambda.Cron;
import dev.freehold.lambda.Http;
import dev.freehold.lambda.HttpEdge;
import dev.freehold.lambda.Queue;
import dev.freehold.lambda.Tick;
import dev.freehold.lambda.catalogue.Outside;
import dev.freehold.lambda.catalogue.Uses;
import io.quarkus.funqy.Funq;
import java.util.List;
import java.util.function.Function;

/** Received events: their processing, and what operators see and do of it. */
public class PaymentEventFunctions {

  private final HttpEdge edge;
  private final PaymentEventService service;
  private final ReceivedEvents events;
  private final EventProcessing processing;

  PaymentEventFunctions(
      HttpEdge edge,
      PaymentEventService service,
      ReceivedEvents events,
      EventProcessing processing) {
    this.edge = edge;
    this.service = service;
    this.events = events;
    this.processing = processing;
  }

  @Funq("billing-process-payment-event")
  @Uses(Outside.STRIPE)
  @Queue(
      command = true,
      transaction = false,
      timeoutSec = 60,
      summary = "Reads the event's object anew at the provider and writes what is so.")
  public void process(Envelope message) {
    processing.process(message.data(ProcessPaymentEvent.class).paymentEventId());
  }

  @Funq("billing-retry-payment-events")
  @Cron(
      value = "cron(* * * * ? *)",
      summary = "Asks again for the processing of every unfinished event that is due.")
  public Swept retry(Tick tick) {
    return events.retryDue();
  }

  @Funq("billing-list-payment-events")
  @Http(
      route = "GET /v1/payment-events",
      permission = "billing:operate",
      query = {"provider?", "status?", "type?", "objectId?", "from?", "to?"},
      answer = PaymentEventView.class,
      list = true,
      summary = "Lists received events without their payload, newest first.")
  public APIGatewayV2HTTPResponse list(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        call -> {
          var provider = call.queryEnum("provider", Provider.class);
          var filter =
              new PaymentEventService.Filter(
                  provider == null ? null : provider.word(),
                  call.queryEnum("status", EventStatus.class),
                  call.query("type"),
                  call.query("objectId"),
                  call.queryInstant("from"),
                  call.queryInstant("to"));
          return Answer.ok(
              call.page(
                  service.list(filter, call.pageRequest()),
                  Function.<PaymentEventView>identity(),
                  found -> List.of(found.id())));
        });
  }

  @Funq("billing-replay-payment-event")
  @Http(
      route = "POST /v1/payment-events/{eventId}/replay",
      permission = "billing:operate",
      answer = PaymentEventView.class,
      status = 202,
      errors = {"EVENT_IN_PROGRESS"},
      summary = "Processes an event anew; what it did once it does not do again.")
  public APIGatewayV2HTTPResponse replay(APIGatewayV2HTTPEvent event) {
    return edge.answer(event, call -> Answer.accepted(service.replay(call.pathId("eventId"))));
  }
}
