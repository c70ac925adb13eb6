package dev.freehold.provisioning.action;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.provisioning.job.JobPayload;
import dev.freehold.provisioning.job.JobRows;
import dev.freehold.provisioning.job.Step;
import dev.freehold.provisioning.job.StepInput;
import dev.freehold.provisioning.job.StepKind;
import dev.freehold.provisioning.job.StepOutput;
import dev.freehold.provisioning.job.StepRows;
import dev.freehold.provisioning.job.StepRows.Linked;
import dev.freehold.provisioning.step.CallCost;
import dev.freehold.provisioning.step.StepAction;
import dev.freehold.provisioning.step.StepResult;
import dev.freehold.provisioning.step.StepWork;
import dev.freehold.registry.onboarding.PlatformProvisioning;
import dev.freehold.registry.onboarding.PlatformProvisioning.Activation;
import dev.freehold.registry.onboarding.PlatformProvisioning.Begun;
import dev.freehold.registry.resource.CloudRows;
import dev.freehold.registry.resource.CloudRows.Place;
import dev.freehold.registry.resource.CloudRows.Planned;
import dev.freehold.registry.resource.CloudRows.PlannedSecret;
import dev.freehold.registry.resource.CloudRows.Slot;
import dev.freehold.registry.resource.DefaultStacks.CoreFeature;
import dev.freehold.registry.resource.HostnameRows;
import dev.freehold.registry.resource.HostnameRows.Route;
import dev.freehold.registry.resource.Hostnames.Target;
import dev.freehold.registry.resource.ResourceType;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * T2 and the plan in the registry: every object the job will make has its row before the first call
 * goes out.
 */
@ApplicationScoped
public class BeginPlatform implements StepAction {

  private final PlatformProvisioning platforms;
  private final CloudRows cloudRows;
  private final HostnameRows hostnameRows;
  private final JobRows jobs;
  private final StepRows steps;
  private final Clock clock;

  BeginPlatform(
      PlatformProvisioning platforms,
      CloudRows cloudRows,
      HostnameRows hostnameRows,
      JobRows jobs,
      StepRows steps,
      Clock clock) {
    this.platforms = platforms;
    this.cloudRows = cloudRows;
    this.hostnameRows = hostnameRows;
    this.jobs = jobs;
    this.steps = steps;
    this.clock = clock;
  }

  @Override
  public StepKind kind() {
    return StepKind.BEGIN_PLATFORM;
  }

  @Override
  public CallCost cost(StepWork work) {
    return CallCost.NONE;
  }

  @Override
  public StepResult act(StepWork work) {
    return StepResult.done(StepOutput.NONE);
  }

  @Override
  public void record(StepWork work, StepOutput output) {
    Instant now = clock.instant();
    JobPayload payload = work.job().payload();
    Begun begun =
        platforms.begin(
            work.job().platformId(),
            work.job().id(),
            payload.features().stream()
                .map(feature -> new CoreFeature(feature.featureId(), feature.version()))
                .toList(),
            payload.environments());
    jobs.place(work.job().id(), begun.entityId(), begun.stackId());
    var place =
        new Place(
            begun.organizationId(),
            work.job().platformId(),
            begun.entityId(),
            begun.stackId(),
            work.job().id());
    Map<String, Planned> resources = resources(work, place, begun, now);
    Map<String, Planned> hostnames = hostnames(work, place, resources, now);
    secrets(work, place, resources, now);
    link(work, resources, hostnames, now);
  }

  /** By cloud name. */
  private Map<String, Planned> resources(StepWork work, Place place, Begun begun, Instant now) {
    Map<String, Slot> slots = new LinkedHashMap<>();
    for (Step step : work.steps()) {
      StepInput input = step.input();
      if (input.cloudName() != null) {
        slots.putIfAbsent(input.cloudName(), slot(step, begun));
      }
    }
    List<Planned> planned = cloudRows.plan(place, List.copyOf(slots.values()), now);
    return byName(slots.keySet(), planned);
  }

  private static Slot slot(Step step, Begun begun) {
    StepInput input = step.input();
    return new Slot(
        Objects.requireNonNull(input.service()),
        Objects.requireNonNull(input.resourceType()),
        step.inEnvironment(),
        Objects.requireNonNull(input.cloudName()),
        activation(step, begun));
  }

  private static @Nullable UUID activation(Step step, Begun begun) {
    return begun.activations().stream()
        .filter(activation -> activation.featureId().equals(step.input().featureId()))
        .filter(activation -> activation.environment() == step.environment())
        .map(Activation::id)
        .findFirst()
        .orElse(null);
  }

  /** By hostname. */
  private Map<String, Planned> hostnames(
      StepWork work, Place place, Map<String, Planned> resources, Instant now) {
    Map<String, Route> routes = new LinkedHashMap<>();
    for (Step step : work.steps()) {
      StepInput input = step.input();
      if (input.hostname() != null) {
        Target target = input.resourceType() == ResourceType.PAGES ? Target.PAGES : Target.WORKER;
        routes.putIfAbsent(
            input.hostname(),
            new Route(
                input.hostname(), target, step.inEnvironment(), planned(resources, step).id()));
      }
    }
    return byName(routes.keySet(), hostnameRows.plan(place, List.copyOf(routes.values()), now));
  }

  private void secrets(StepWork work, Place place, Map<String, Planned> resources, Instant now) {
    for (Step step : work.steps()) {
      if (step.kind() == StepKind.PUT_SECRETS) {
        var wanted = new ArrayList<PlannedSecret>();
        String featureId = Objects.requireNonNull(step.input().featureId());
        JsonNode manifest = work.job().payload().feature(featureId).manifest();
        for (JsonNode secret : manifest.path("secrets")) {
          wanted.add(
              new PlannedSecret(
                  secret.path("name").asText(),
                  secret.path("source").asText().equals("generated"),
                  secret.path("required").asBoolean(true)));
        }
        cloudRows.planSecrets(place, planned(resources, step).id(), wanted, now);
      }
    }
  }

  private void link(
      StepWork work, Map<String, Planned> resources, Map<String, Planned> hostnames, Instant now) {
    var links = new ArrayList<Linked>();
    for (Step step : work.steps()) {
      StepInput input = step.input();
      if (input.cloudName() != null) {
        Planned resource = planned(resources, step);
        Planned hostname = input.hostname() == null ? null : hostnames.get(input.hostname());
        links.add(
            new Linked(
                step.id(),
                resource.id(),
                hostname == null
                    ? input.adopted(resource.adopted())
                    : input.adopted(hostname.adopted()).dnsRecord(hostname.id())));
      }
    }
    steps.link(links, now);
  }

  private static Planned planned(Map<String, Planned> resources, Step step) {
    return Objects.requireNonNull(resources.get(step.input().cloudName()));
  }

  private static Map<String, Planned> byName(Iterable<String> names, List<Planned> planned) {
    var byName = new LinkedHashMap<String, Planned>();
    int at = 0;
    for (String name : names) {
      byName.put(name, planned.get(at++));
    }
    return byName;
  }
}
