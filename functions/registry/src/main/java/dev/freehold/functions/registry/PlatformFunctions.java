package dev.freehold.functions.registry;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.freehold.functions.registry.PlatformRequests.CreatePlatform;
import dev.freehold.functions.registry.PlatformRequests.RestorePlatform;
import dev.freehold.functions.registry.PlatformRequests.SuspendPlatform;
import dev.freehold.functions.registry.PlatformRequests.UpdatePlatform;
import dev.freehold.lambda.Answer;
import dev.freehold.lambda.Http;
import dev.freehold.lambda.HttpCall;
import dev.freehold.lambda.HttpEdge;
import dev.freehold.registry.platform.Platform;
import dev.freehold.registry.platform.PlatformLifecycle;
import dev.freehold.registry.platform.PlatformService;
import dev.freehold.registry.platform.PlatformStatus;
import io.quarkus.funqy.Funq;
import java.util.List;
import java.util.Objects;

/** Platforms: list, create, get, update, suspend, restore, and the events of their life. */
public class PlatformFunctions {

  private static final String SMALLEST_TIER = "starter";

  private final HttpEdge edge;
  private final PlatformService platforms;
  private final PlatformLifecycle lifecycle;

  PlatformFunctions(HttpEdge edge, PlatformService platforms, PlatformLifecycle lifecycle) {
    this.edge = edge;
    this.platforms = platforms;
    this.lifecycle = lifecycle;
  }

  @Funq("registry-list-platforms")
  @Http(
      route = "GET /v1/platforms",
      permission = "platforms:read",
      query = {"status?", "tier?", "q?"},
      answer = PlatformView.class,
      list = true,
      summary = "Lists the organization's platforms, newest first.")
  public APIGatewayV2HTTPResponse list(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        call -> {
          var filter =
              new Platform.Filter(
                  call.isOperatorScope() ? null : call.organizationId(),
                  call.queryEnum("status", PlatformStatus.class),
                  call.query("tier"),
                  call.query("q"));
          return Answer.ok(
              call.page(
                  platforms.list(filter, call.pageRequest()),
                  platform -> view(call, platform),
                  platform -> List.of(platform.id)));
        });
  }

  @Funq("registry-create-platform")
  @Http(
      route = "POST /v1/platforms",
      permission = "platforms:create",
      body = CreatePlatform.class,
      answer = PlatformView.class,
      status = 201,
      errors = {"SLUG_TAKEN", "SLUG_RESERVED", "TIER_UNKNOWN", "TIER_LIMIT_REACHED"},
      summary = "Creates a platform; its provisioning is asked for apart.")
  public APIGatewayV2HTTPResponse create(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        (HttpCall call, CreatePlatform body) -> {
          var platform =
              platforms.create(
                  new PlatformService.NewPlatform(
                      call.organizationId(),
                      body.name(),
                      body.slug(),
                      Objects.requireNonNullElse(body.tier(), SMALLEST_TIER),
                      body.billingEmail()));
          return Answer.created("/v1/platforms/" + platform.id, view(call, platform));
        });
  }

  @Funq("registry-get-platform")
  @Http(
      route = "GET /v1/platforms/{platformId}",
      permission = "platforms:read",
      answer = PlatformView.class,
      summary = "Shows a platform.")
  public APIGatewayV2HTTPResponse get(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event, call -> Answer.ok(view(call, platforms.get(call.pathId("platformId")))));
  }

  @Funq("registry-update-platform")
  @Http(
      route = "PATCH /v1/platforms/{platformId}",
      permission = "platforms:update",
      body = UpdatePlatform.class,
      answer = PlatformView.class,
      errors = {
        "PLATFORM_SUSPENDED",
        "PLATFORM_CANCELLED",
        "PLATFORM_NOT_READY",
        "SLUG_TAKEN",
        "SLUG_RESERVED"
      },
      summary = "Changes a platform's name or slug.")
  public APIGatewayV2HTTPResponse update(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        (HttpCall call, UpdatePlatform body) ->
            Answer.ok(
                view(
                    call,
                    platforms.update(
                        call.pathId("platformId"),
                        call::requireVersion,
                        new PlatformService.Change(body.name(), body.slug())))));
  }

  @Funq("registry-suspend-platform")
  @Http(
      route = "POST /v1/platforms/{platformId}/suspend",
      permission = "platforms:suspend",
      body = SuspendPlatform.class,
      answer = PlatformView.class,
      errors = {"PLATFORM_STATE_CONFLICT"},
      summary = "Suspends a platform until an operator restores it.")
  public APIGatewayV2HTTPResponse suspend(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        (HttpCall call, SuspendPlatform body) ->
            Answer.ok(
                view(
                    call,
                    lifecycle.suspend(
                        call.pathId("platformId"), call::requireVersion, body.reason()))));
  }

  @Funq("registry-restore-platform")
  @Http(
      route = "POST /v1/platforms/{platformId}/restore",
      permission = "platforms:restore",
      body = RestorePlatform.class,
      answer = PlatformView.class,
      errors = {"PAYMENT_HOLD"},
      summary = "Lifts an operator's suspension.")
  public APIGatewayV2HTTPResponse restore(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        (HttpCall call, RestorePlatform body) ->
            Answer.ok(
                view(
                    call,
                    lifecycle.restore(
                        call.pathId("platformId"), call::requireVersion, body.reason()))));
  }

  @Funq("registry-list-lifecycle-events")
  @Http(
      route = "GET /v1/platforms/{platformId}/lifecycle-events",
      permission = "platforms:read",
      answer = LifecycleEventView.class,
      list = true,
      summary = "Lists every change of a platform's status, newest first.")
  public APIGatewayV2HTTPResponse listEvents(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        call ->
            Answer.ok(
                call.page(
                    platforms.listEvents(call.pathId("platformId"), call.pageRequest()),
                    LifecycleEventView::of,
                    found -> List.of(found.id))));
  }

  private static PlatformView view(HttpCall call, Platform platform) {
    return PlatformView.of(platform, call.caller().isOperator());
  }
}
