package dev.freehold.provisioning.job;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.registry.Environment;
import dev.freehold.registry.resource.Hostnames;
import dev.freehold.registry.resource.Hostnames.Target;
import dev.freehold.registry.resource.ResourceNames;
import dev.freehold.registry.resource.ResourceType;
import dev.freehold.stacks.PublishedFeature;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The steps of {@code provision_platform}, in order (provisioning §5.4). */
public final class PlatformPlan {

  /** The order in which a feature's resources are made. */
  private static final List<ResourceType> ORDER =
      List.of(ResourceType.D1, ResourceType.R2, ResourceType.KV, ResourceType.QUEUE);

  /** One step to be. */
  public record Planned(
      StepKind kind,
      Phase phase,
      String target,
      @Nullable Environment environment,
      StepInput input) {}

  /**
   * @param workerDomains whether the account gives a Worker its hostname by one call
   */
  public record Site(String platformKey, String zone, boolean workerDomains) {}

  private final Site site;
  private final List<Planned> steps = new ArrayList<>();

  private PlatformPlan(Site site) {
    this.site = site;
  }

  public static List<Planned> of(Site site, JobPayload payload) {
    var plan = new PlatformPlan(site);
    plan.add(StepKind.BEGIN_PLATFORM, Phase.PREPARE, site.platformKey(), null, StepInput.NONE);
    for (Environment environment : payload.environments()) {
      payload.features().forEach(feature -> plan.feature(feature, environment));
    }
    if (payload.console()) {
      plan.repository(payload.environments());
      plan.console(payload.environments());
    }
    plan.add(StepKind.VERIFY_RESOURCES, Phase.VERIFY, site.platformKey(), null, StepInput.NONE);
    plan.add(StepKind.FINISH_PLATFORM, Phase.VERIFY, site.platformKey(), null, StepInput.NONE);
    return List.copyOf(plan.steps);
  }

  /** The name of the branch that an environment's console is built from. */
  public static String branch(Environment environment) {
    return environment == Environment.PRODUCTION ? "main" : environment.word();
  }

  public static String repository(String platformKey) {
    return platformKey + "-" + ResourceNames.CONSOLE;
  }

  private void feature(PublishedFeature feature, Environment environment) {
    String service = feature.featureId();
    for (ResourceType type : ORDER) {
      JsonNode wanted = wanted(feature.manifest(), type);
      if (wanted != null) {
        resource(feature, environment, type, wanted.path("binding").asText());
      }
    }
    if (!feature.manifest().hasNonNull("worker")) {
      return;
    }
    StepInput worker = input(service, ResourceType.WORKER, environment).feature(service);
    String name = String.valueOf(worker.cloudName());
    infra(StepKind.UPLOAD_WORKER, name, environment, worker);
    if (!feature.manifest().path("secrets").isEmpty()) {
      infra(StepKind.PUT_SECRETS, name, environment, worker);
    }
    if (feature.manifest().at("/worker/public").asBoolean()) {
      hostname(service, environment, worker);
    }
  }

  private void resource(
      PublishedFeature feature, Environment environment, ResourceType type, String binding) {
    StepInput input =
        input(feature.featureId(), type, environment).feature(feature.featureId()).binding(binding);
    String name = String.valueOf(input.cloudName());
    infra(creating(type), name, environment, input);
    if (type == ResourceType.D1) {
      infra(StepKind.MIGRATE_D1, name, environment, input);
    }
  }

  private static StepKind creating(ResourceType type) {
    return switch (type) {
      case D1 -> StepKind.CREATE_D1;
      case R2 -> StepKind.CREATE_R2;
      case KV -> StepKind.CREATE_KV;
      case QUEUE -> StepKind.CREATE_QUEUE;
      case WORKER, PAGES -> throw new IllegalStateException(type + " is no store");
    };
  }

  private void hostname(String service, Environment environment, StepInput worker) {
    String hostname = hostname(service, Target.WORKER, environment);
    StepInput input = worker.hostname(hostname);
    if (!site.workerDomains()) {
      infra(StepKind.CREATE_DNS_RECORD, hostname, environment, input);
      infra(StepKind.CREATE_HOSTNAME, hostname, environment, input);
    }
    infra(StepKind.CREATE_ROUTE, hostname, environment, input);
  }

  private void repository(List<Environment> environments) {
    String repository = repository(site.platformKey());
    add(StepKind.CREATE_REPO, Phase.SETUP_REPO, repository, null, StepInput.NONE);
    environments.forEach(
        environment ->
            add(StepKind.COMMIT_CONFIG, Phase.SETUP_REPO, repository, environment, StepInput.NONE));
  }

  private void console(List<Environment> environments) {
    for (Environment environment : environments) {
      StepInput pages = input(ResourceNames.CONSOLE, ResourceType.PAGES, environment);
      String hostname = hostname(ResourceNames.CONSOLE, Target.PAGES, environment);
      deploy(StepKind.CREATE_PAGES, environment, pages);
      add(
          StepKind.CREATE_DNS_RECORD,
          Phase.DEPLOY_SERVICES,
          hostname,
          environment,
          pages.hostname(hostname));
      add(
          StepKind.ATTACH_PAGES_DOMAIN,
          Phase.DEPLOY_SERVICES,
          hostname,
          environment,
          pages.hostname(hostname));
    }
    for (StepKind kind : List.of(StepKind.TRIGGER_BUILD, StepKind.WAIT_BUILD)) {
      environments.forEach(
          environment ->
              deploy(
                  kind,
                  environment,
                  input(ResourceNames.CONSOLE, ResourceType.PAGES, environment)));
    }
  }

  private void deploy(StepKind kind, Environment environment, StepInput input) {
    add(kind, Phase.DEPLOY_SERVICES, String.valueOf(input.cloudName()), environment, input);
  }

  private void infra(StepKind kind, String target, Environment environment, StepInput input) {
    add(kind, Phase.PROVISION_INFRA, target, environment, input);
  }

  private void add(
      StepKind kind,
      Phase phase,
      String target,
      @Nullable Environment environment,
      StepInput input) {
    steps.add(new Planned(kind, phase, target, environment, input));
  }

  private StepInput input(String service, ResourceType type, Environment environment) {
    return StepInput.NONE.resource(
        service,
        type,
        ResourceNames.cloudName(
            site.platformKey(), ResourceNames.DEFAULT_STACK, service, type, environment));
  }

  private String hostname(String name, Target target, Environment environment) {
    return Hostnames.of(
        name, target, environment, ResourceNames.DEFAULT_STACK, site.platformKey(), site.zone());
  }

  private static @Nullable JsonNode wanted(JsonNode manifest, ResourceType type) {
    for (JsonNode resource : manifest.path("resources")) {
      if (resource.path("type").asText().toUpperCase(Locale.ROOT).equals(type.name())) {
        return resource;
      }
    }
    return null;
  }
}
