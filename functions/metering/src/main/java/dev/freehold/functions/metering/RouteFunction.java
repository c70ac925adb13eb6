package dev.freehold.functions.metering;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.freehold.lambda.route.DomainRouter;
import dev.freehold.lambda.route.Route;
import io.quarkus.funqy.Funq;

/** All HTTP operations of metering from one Lambda. */
public class RouteFunction {

  private final DomainRouter router;

  RouteFunction(DomainRouter router) {
    this.router = router;
  }

  @Funq("metering-route")
  @Route("metering")
  public APIGatewayV2HTTPResponse route(APIGatewayV2HTTPEvent event) {
    return router.route("metering", event);
  }
}
