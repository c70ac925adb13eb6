package dev.freehold.functions.metering;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.freehold.kernel.KernelRefusal;
import dev.freehold.lambda.Answer;
import dev.freehold.lambda.Http;
import dev.freehold.lambda.HttpCall;
import dev.freehold.lambda.HttpEdge;
import dev.freehold.metering.snapshot.DailyUsage;
import dev.freehold.metering.snapshot.DateRange;
import dev.freehold.metering.snapshot.EntityChoice;
import dev.freehold.metering.snapshot.Snapshots;
import dev.freehold.metering.subject.SubjectWords;
import dev.freehold.metering.subject.Subjects;
import io.quarkus.funqy.Funq;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** What was used, day by day. */
public class UsageFunctions {

  private final HttpEdge edge;
  private final Snapshots snapshots;
  private final DailyUsage daily;
  private final Subjects subjects;

  UsageFunctions(HttpEdge edge, Snapshots snapshots, DailyUsage daily, Subjects subjects) {
    this.edge = edge;
    this.snapshots = snapshots;
    this.daily = daily;
    this.subjects = subjects;
  }

  @Funq("metering-list-snapshots")
  @Http(
      route = "GET /v1/platforms/{platformId}/usage/snapshots",
      permission = "usage:read",
      query = {"from?", "to?", "entityId?"},
      answer = SnapshotView.class,
      list = true,
      summary = "Lists a platform's daily snapshots, newest first; entityId is an id, none or all.")
  public APIGatewayV2HTTPResponse listSnapshots(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        call -> {
          DateRange range = RangeQuery.range(call);
          EntityChoice choice = choice(call);
          var rows =
              snapshots.list(
                  call.pathId("platformId"),
                  call.organizationIdOrNull(),
                  range,
                  choice,
                  call.pageRequest());
          return Answer.ok(call.page(rows, SnapshotView::of, Snapshots::position));
        });
  }

  @Funq("metering-get-daily")
  @Http(
      route = "GET /v1/usage/daily",
      permission = "usage:read",
      query = {
        "subscriptionId?",
        "platformId?",
        "agentId?",
        "userId?",
        "appKey?",
        "planKind?",
        "metric*?",
        "days?",
        "from?",
        "to?"
      },
      answer = DailyView.class,
      summary = "Tells what was used on every day of a range, metric by metric, zeros filled.")
  public APIGatewayV2HTTPResponse getDaily(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        call -> {
          DateRange range = RangeQuery.lastDaysOrRange(call);
          SubjectWords words = SubjectQuery.of(call);
          var subject = subjects.find(words, call.organizationIdOrNull());
          return Answer.ok(DailyView.of(range, daily.of(subject, metrics(call), range)));
        });
  }

  private static EntityChoice choice(HttpCall call) {
    String word = Objects.requireNonNullElse(call.query("entityId"), "none");
    return switch (word) {
      case "none" -> EntityChoice.platform();
      case "all" -> new EntityChoice(true, null);
      default -> new EntityChoice(false, call.queryId("entityId"));
    };
  }

  /** Slugs; a repeated parameter arrives joined by commas. */
  private static List<String> metrics(HttpCall call) {
    String slugs = call.query("metric");
    if (slugs == null) {
      return List.of();
    }
    if (slugs.isEmpty()) {
      throw KernelRefusal.VALIDATION_FAILED
          .because("metric is empty")
          .field("metric", "REQUIRED", "names a metric");
    }
    return Arrays.asList(slugs.split(",", -1));
  }
}
