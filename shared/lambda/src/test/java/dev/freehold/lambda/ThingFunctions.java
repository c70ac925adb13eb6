package dev.freehold.lambda;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.freehold.kernel.KernelRefusal;
import dev.freehold.kernel.Swept;
import dev.freehold.kernel.audit.Audit;
import dev.freehold.kernel.audit.AuditEntry;
import dev.freehold.kernel.outbox.Envelope;
import dev.freehold.kernel.outbox.Message;
import dev.freehold.kernel.outbox.Outbox;
import io.quarkus.funqy.Funq;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Operations as small as they can be, one per kind, for the edge's own tests. */
public class ThingFunctions {

  enum Colour {
    RED,
    DARK_BLUE
  }

  record Create(
      @NotBlank @Pattern(regexp = "[a-z]+") String name,
      @NotNull @Min(1) @Max(10) Integer size,
      @Nullable Colour colour,
      @Nullable Boolean refuse,
      @Nullable UUID organizationId) {}

  record View(UUID id, String name, @Nullable String secret, int version) {}

  /** How often the schedule and the consumer really worked. */
  static final AtomicInteger WORKED = new AtomicInteger();

  private final HttpEdge edge;
  private final Audit audit;
  private final Outbox outbox;

  ThingFunctions(HttpEdge edge, Audit audit, Outbox outbox) {
    this.edge = edge;
    this.audit = audit;
    this.outbox = outbox;
  }

  @Funq("test-create-thing")
  @Http(
      route = "POST /v1/things",
      permission = "platforms:create",
      body = Create.class,
      answer = View.class,
      status = 201)
  public APIGatewayV2HTTPResponse create(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        (HttpCall call, Create body) -> {
          UUID id = UUID.randomUUID();
          audit.add(
              AuditEntry.of("core", "thing.create", "thing", id)
                  .after(Map.of("name", body.name())));
          outbox.send(Message.event("core.thing.made").data(Map.of("id", id)));
          if (Boolean.TRUE.equals(body.refuse())) {
            throw KernelRefusal.LIMIT_REACHED.because("no more things");
          }
          return Answer.created("/v1/things/" + id, new View(id, body.name(), "shown once", 3))
              .withoutSecrets(new View(id, body.name(), null, 3));
        });
  }

  @Funq("test-list-things")
  @Http(
      route = "GET /v1/organizations/{organizationId}/things",
      permission = "platforms:read",
      answer = View.class,
      list = true,
      query = {"colour?"})
  public APIGatewayV2HTTPResponse list(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        call -> {
          int from =
              call.pageRequest().isFirst()
                  ? 0
                  : Integer.parseInt(call.pageRequest().after().getFirst()) + 1;
          call.queryEnum("colour", Colour.class);
          List<Integer> rows =
              java.util.stream.IntStream.range(
                      from, Math.min(25, from + call.pageRequest().limit() + 1))
                  .boxed()
                  .toList();
          return Answer.ok(
              call.page(rows, i -> new View(new UUID(0, i), "n" + i, null, i), i -> List.of(i)));
        });
  }

  @Funq("test-change-thing")
  @Http(route = "PUT /v1/things/{thingId}", permission = "platforms:update", answer = View.class)
  public APIGatewayV2HTTPResponse change(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        call -> {
          call.requireVersion(7);
          return Answer.ok(new View(call.pathId("thingId"), "changed", null, 8));
        });
  }

  @Funq("test-break")
  @Http(route = "GET /v1/broken", access = Access.PUBLIC)
  public APIGatewayV2HTTPResponse broken(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        call -> {
          throw new IllegalStateException("the password is hunter2");
        });
  }

  @Funq("test-push-thing")
  @Http(route = "POST /v1/things/{thingId}/push", access = Access.CALLER, transaction = false)
  public APIGatewayV2HTTPResponse push(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        call -> {
          switch (call.path("thingId")) {
            case "broken" -> throw new IllegalStateException("the password is hunter2");
            case "others" ->
                throw KernelRefusal.PERMISSION_DENIED
                    .because("needs the permission platforms:delete")
                    .with("permission", "platforms:delete");
            default -> {
              return Answer.noContent();
            }
          }
        });
  }

  @Funq("test-ask-thing")
  @Http(
      route = "POST /v1/things/{thingId}/ask",
      permission = "platforms:read",
      idempotent = false,
      readOnly = true)
  public APIGatewayV2HTTPResponse ask(APIGatewayV2HTTPEvent event) {
    return edge.answer(event, call -> Answer.noContent());
  }

  @Funq("test-list-secrets")
  @Http(
      route = "GET /v1/organizations/{organizationId}/secrets",
      permission = "secrets:read",
      status = 204)
  public APIGatewayV2HTTPResponse secrets(APIGatewayV2HTTPEvent event) {
    return edge.answer(event, call -> Answer.noContent());
  }

  @Funq("test-take-event")
  @Queue(events = "core.thing.made")
  public void take(Envelope message) {
    audit.add(AuditEntry.of("core", "thing.take", "thing", message.id()));
    switch (message.data().path("say").asText()) {
      case "refuse" -> throw KernelRefusal.notFound("thing");
      case "fault" -> throw new IllegalStateException("fault");
      default -> WORKED.incrementAndGet();
    }
  }

  @Funq("test-sweep")
  @Cron("cron(0/5 * * * ? *)")
  public Swept sweep(Tick tick) {
    if (WORKED.incrementAndGet() < 0) {
      throw new IllegalStateException("fault");
    }
    return Swept.of(1, 10);
  }

  @Funq("test-sweep-more")
  @Cron("cron(0/5 * * * ? *)")
  public Swept sweepMore(Tick tick) {
    return new Swept(10, tick.scheduledAt().getEpochSecond() % 60 != 0, null);
  }

  @Funq("test-sweep-fault")
  @Cron("cron(0/5 * * * ? *)")
  public Swept sweepFault(Tick tick) {
    throw new IllegalStateException("fault");
  }
}
