package dev.freehold.functions.core;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.freehold.lambda.Answer;
import dev.freehold.lambda.Http;
import dev.freehold.lambda.HttpCall;
import dev.freehold.lambda.HttpEdge;
import dev.freehold.lambda.Page;
import dev.freehold.lambda.catalogue.Outside;
import dev.freehold.lambda.catalogue.Uses;
import io.quarkus.funqy.Funq;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;

/** Queues and their dead letters, for operators. */
public class QueueFunctions {

  /**
   * @param max dead letters to move at most; null = all
   */
  @RegisterForReflection
  public record Redrive(@Nullable @Min(1) @Max(100_000) Integer max) {}

  /** How many dead letters are back in the queue. */
  @RegisterForReflection
  public record Redriven(int moved) {}

  private final HttpEdge edge;
  private final Queues queues;

  QueueFunctions(HttpEdge edge, Queues queues) {
    this.edge = edge;
    this.queues = queues;
  }

  @Funq("core-list-queues")
  @Uses(Outside.QUEUES)
  @Http(
      route = "GET /v1/queues",
      permission = "system:read-outbox",
      answer = Queues.QueueView.class,
      list = true,
      transaction = false,
      summary = "Every queue with what waits in it and in its dead-letter queue.")
  public APIGatewayV2HTTPResponse list(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event, call -> Answer.ok(new Page<>(queues.list(), new Page.Pagination(false, null))));
  }

  @Funq("core-redrive-queue")
  @Uses(Outside.QUEUES)
  @Http(
      route = "POST /v1/queues/{queue}/redrive",
      permission = "system:resend-outbox",
      body = Redrive.class,
      answer = Redriven.class,
      status = 202,
      errors = "NOTHING_DEAD",
      transaction = false,
      timeoutSec = 29,
      summary = "Moves dead letters back into their queue.")
  public APIGatewayV2HTTPResponse redrive(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        (HttpCall call, Redrive body) -> {
          int max = body.max() == null ? Integer.MAX_VALUE : body.max();
          return Answer.accepted(new Redriven(queues.redrive(call.path("queue"), max)));
        });
  }
}
