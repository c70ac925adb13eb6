package dev.freehold.functions.billing;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.freehold.billing.plan.PlanKind;
import dev.freehold.billing.plan.PlanService;
import dev.freehold.billing.plan.PlanView;
import dev.freehold.lambda.Access;
import dev.freehold.lambda.Answer;
import dev.freehold.lambda.Http;
import dev.freehold.lambda.HttpEdge;
import io.quarkus.funqy.Funq;
import java.util.List;
import java.util.function.Function;

/** What is sold. */
public class PlanFunctions {

  private final HttpEdge edge;
  private final PlanService plans;

  PlanFunctions(HttpEdge edge, PlanService plans) {
    this.edge = edge;
    this.plans = plans;
  }

  @Funq("billing-list-plans")
  @Http(
      route = "GET /v1/plans",
      access = Access.PUBLIC,
      query = {"kind?", "agentId?", "appKey?", "currency?"},
      answer = PlanView.class,
      list = true,
      summary = "Lists the plans that are sold, by their sort order.")
  public APIGatewayV2HTTPResponse list(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        call -> {
          var filter =
              new PlanService.Filter(
                  call.queryEnum("kind", PlanKind.class),
                  call.queryId("agentId"),
                  call.query("appKey"),
                  call.query("currency"));
          return Answer.ok(
                  call.page(
                      plans.list(filter, call.pageRequest()),
                      Function.<PlanView>identity(),
                      plan -> List.of(plan.sortOrder(), plan.id())))
              .header("Cache-Control", "public, max-age=60");
        });
  }
}
