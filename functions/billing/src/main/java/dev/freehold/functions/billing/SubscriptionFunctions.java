package dev.freehold.functions.billing;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.freehold.billing.plan.PlanKind;
import dev.freehold.billing.subscription.SubscriptionService;
import dev.freehold.billing.subscription.SubscriptionStatus;
import dev.freehold.billing.subscription.SubscriptionView;
import dev.freehold.kernel.KernelRefusal;
import dev.freehold.lambda.Access;
import dev.freehold.lambda.Answer;
import dev.freehold.lambda.Http;
import dev.freehold.lambda.HttpCall;
import dev.freehold.lambda.HttpEdge;
import io.quarkus.funqy.Funq;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Subscriptions: list and get. */
public class SubscriptionFunctions {

  private final HttpEdge edge;
  private final SubscriptionService subscriptions;

  SubscriptionFunctions(HttpEdge edge, SubscriptionService subscriptions) {
    this.edge = edge;
    this.subscriptions = subscriptions;
  }

  @Funq("billing-list-subscriptions")
  @Http(
      route = "GET /v1/subscriptions",
      permission = "billing:read",
      query = {"organizationId?", "platformId?", "planKind?", "agentId?", "status?"},
      answer = SubscriptionView.class,
      list = true,
      summary = "Lists the organization's subscriptions, newest first.")
  public APIGatewayV2HTTPResponse list(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        call -> {
          var filter =
              new SubscriptionService.Filter(
                  organization(call),
                  call.queryId("platformId"),
                  call.queryEnum("planKind", PlanKind.class),
                  call.queryId("agentId"),
                  status(call));
          return Answer.ok(
              call.page(
                  subscriptions.list(filter, call.pageRequest()),
                  Function.<SubscriptionView>identity(),
                  subscription -> List.of(subscription.id())));
        });
  }

  private static @Nullable UUID organization(HttpCall call) {
    return call.isOperatorScope() ? null : call.organizationId();
  }

  /** One status, or {@code live} for all that are. */
  private static @Nullable String status(HttpCall call) {
    if ("live".equals(call.query("status"))) {
      return "live";
    }
    var status = call.queryEnum("status", SubscriptionStatus.class);
    return status == null ? null : status.word();
  }

  @Funq("billing-get-subscription")
  @Http(
      route = "GET /v1/subscriptions/{subscriptionId}",
      access = Access.CALLER,
      answer = SubscriptionView.class,
      summary = "Shows a subscription to its user, or with billing:read.")
  public APIGatewayV2HTTPResponse get(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        call -> {
          var userId = call.caller().userId();
          var found =
              subscriptions.get(call.pathId("subscriptionId"), organizationOrNobody(call), userId);
          boolean own = userId != null && userId.equals(found.userId());
          if (!own && !call.caller().may("billing:read")) {
            throw KernelRefusal.PERMISSION_DENIED.because("billing:read is needed");
          }
          return Answer.ok(found);
        });
  }

  /** A caller without an organization sees their own alone. */
  private static @Nullable UUID organizationOrNobody(HttpCall call) {
    if (call.isOperatorScope()) {
      return null;
    }
    var organization = call.organizationIdOrNull();
    return organization == null ? new UUID(0, 0) : organization;
  }
}
