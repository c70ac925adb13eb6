package dev.freehold.functions.registry;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.freehold.lambda.Answer;
import dev.freehold.lambda.Http;
import dev.freehold.lambda.HttpCall;
import dev.freehold.lambda.HttpEdge;
import dev.freehold.registry.Environment;
import dev.freehold.registry.onboarding.OnboardingService;
import io.quarkus.funqy.Funq;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.hibernate.validator.constraints.UniqueElements;
import org.jspecify.annotations.Nullable;

/** Onboarding: start, get, resume. */
public class OnboardingFunctions {

  private final HttpEdge edge;
  private final OnboardingService onboarding;

  OnboardingFunctions(HttpEdge edge, OnboardingService onboarding) {
    this.edge = edge;
    this.onboarding = onboarding;
  }

  /** Where a platform can be set up; development has no platform of its own. */
  enum Stage {
    PRODUCTION,
    STAGING
  }

  /**
   * @param organizationId whose the platform becomes; null = the acting organization
   * @param environments null = production and staging
   */
  @RegisterForReflection
  record StartOnboarding(
      @Nullable UUID organizationId,
      @NotBlank @Size(max = 100) String platformName,
      @NotNull @Pattern(regexp = Slugs.PATTERN) String slug,
      @NotNull @Size(min = 1, max = 64) String tier,
      @NotNull @Email @Size(max = 254) String billingEmail,
      @Nullable UUID stackTemplateId,
      @Nullable @Size(min = 1, max = 64) String stackVersion,
      @Nullable @UniqueElements @Size(min = 1, max = 2) List<@NotNull Stage> environments) {

    List<Environment> orderedEnvironments() {
      var stages = environments == null ? List.of(Stage.values()) : environments;
      return stages.stream()
          .sorted()
          .map(stage -> Environment.valueOf(stage.name().toUpperCase(Locale.ROOT)))
          .toList();
    }
  }

  @Funq("registry-start-onboarding")
  @Http(
      route = "POST /v1/onboarding",
      permission = "platforms:create",
      body = StartOnboarding.class,
      answer = OnboardingView.class,
      status = 201,
      errors = {
        "SLUG_TAKEN",
        "SLUG_RESERVED",
        "TIER_UNKNOWN",
        "TIER_LIMIT_REACHED",
        "TEMPLATE_INVALID",
        "NO_CLOUD_CAPACITY",
        "CORE_FEATURE_MISSING"
      },
      summary = "Creates a platform and the job that sets it up.")
  public APIGatewayV2HTTPResponse start(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        (HttpCall call, StartOnboarding body) -> {
          var session =
              onboarding.start(
                  new OnboardingService.NewOnboarding(
                      call.organizationId(),
                      body.platformName(),
                      body.slug(),
                      body.tier(),
                      body.billingEmail(),
                      body.stackTemplateId(),
                      body.stackVersion(),
                      body.orderedEnvironments()));
          return Answer.created("/v1/onboarding/" + session.id, OnboardingView.of(session));
        });
  }

  @Funq("registry-get-onboarding")
  @Http(
      route = "GET /v1/onboarding/{sessionId}",
      permission = "platforms:read",
      answer = OnboardingView.class,
      summary = "Shows an onboarding session and its steps.")
  public APIGatewayV2HTTPResponse get(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event, call -> Answer.ok(OnboardingView.of(onboarding.get(call.pathId("sessionId")))));
  }

  @Funq("registry-resume-onboarding")
  @Http(
      route = "POST /v1/onboarding/{sessionId}/resume",
      permission = "platforms:create",
      answer = OnboardingView.class,
      errors = {
        "ONBOARDING_NOT_RESUMABLE",
        "ONBOARDING_EXPIRED",
        "NO_CLOUD_CAPACITY",
        "CORE_FEATURE_MISSING"
      },
      summary = "Starts a new job for a failed session.")
  public APIGatewayV2HTTPResponse resume(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        call ->
            Answer.ok(
                OnboardingView.of(
                    onboarding.resume(call.pathId("sessionId"), call::requireVersion))));
  }
}
