package dev.freehold.functions.core;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.freehold.kernel.KernelRefusal;
import dev.freehold.kernel.edge.Run;
import dev.freehold.kernel.edge.RunLog;
import dev.freehold.kernel.edge.ScheduleStarter;
import dev.freehold.lambda.Answer;
import dev.freehold.lambda.Http;
import dev.freehold.lambda.HttpCall;
import dev.freehold.lambda.HttpEdge;
import dev.freehold.lambda.catalogue.FunctionCatalogue;
import dev.freehold.lambda.catalogue.Outside;
import dev.freehold.lambda.catalogue.Uses;
import io.quarkus.funqy.Funq;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.NotBlank;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs of schedules, for operators. */
public class RunFunctions {

  /**
   * @param scheduledAt null = now
   */
  @RegisterForReflection
  public record StartRun(@NotBlank String operation, @Nullable Instant scheduledAt) {}

  private final HttpEdge edge;
  private final RunLog runs;
  private final ScheduleStarter starter;
  private final FunctionCatalogue catalogue;

  RunFunctions(HttpEdge edge, RunLog runs, ScheduleStarter starter, FunctionCatalogue catalogue) {
    this.edge = edge;
    this.runs = runs;
    this.starter = starter;
    this.catalogue = catalogue;
  }

  @Funq("core-list-runs")
  @Http(
      route = "GET /v1/runs",
      permission = "system:read-runs",
      answer = Run.class,
      list = true,
      query = {"operation?", "status?", "from?", "to?"},
      summary = "Runs of schedules, newest slot first.")
  public APIGatewayV2HTTPResponse list(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        call -> {
          List<Run> found =
              runs.list(
                  call.query("operation"),
                  call.query("status"),
                  call.queryInstant("from"),
                  call.queryInstant("to"),
                  call.pageRequest());
          return Answer.ok(call.pageByTime(found, Run::scheduledAt, Run::id));
        });
  }

  @Funq("core-start-run")
  @Uses(Outside.SCHEDULES)
  @Http(
      route = "POST /v1/runs",
      permission = "system:manage-runs",
      body = StartRun.class,
      answer = Run.class,
      status = 202,
      errors = {"RUN_IN_PROGRESS", "NOT_A_SCHEDULE"},
      transaction = false,
      summary = "Runs a schedule by hand; the same slot again answers that run.")
  public APIGatewayV2HTTPResponse start(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        (HttpCall call, StartRun body) -> {
          boolean isSchedule =
              catalogue.functions().stream()
                  .anyMatch(f -> f.name().equals(body.operation()) && f.trigger().equals("cron"));
          if (!isSchedule) {
            throw KernelRefusal.NOT_A_SCHEDULE.because("%s has no schedule", body.operation());
          }
          Instant slot = body.scheduledAt() == null ? call.now() : body.scheduledAt();
          Instant scheduledAt = slot.truncatedTo(ChronoUnit.SECONDS);
          RunLog.Started started = runs.plan(body.operation(), scheduledAt, call.caller().userId());
          if (!started.isNew()) {
            return Answer.ok(started.run());
          }
          starter.start(body.operation(), scheduledAt, call.caller().userId());
          return Answer.accepted(started.run());
        });
  }
}
