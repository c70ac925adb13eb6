package dev.freehold.provisioning.job;

import dev.freehold.registry.resource.ResourceType;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a step needs beside its job's payload.
 *
 * @param service the service name of the resource
 * @param resourceType of the resource the step makes or works on
 * @param cloudName the resource's name at the provider
 * @param featureId whose manifest and bundle count
 * @param binding the name a Worker knows the resource by
 * @param hostname of the record, certificate or route
 * @param dnsRecordId its row, once planned
 * @param adopted the object was there before the job: a rollback leaves it; null = not known yet
 */
@RegisterForReflection
public record StepInput(
    @Nullable String service,
    @Nullable ResourceType resourceType,
    @Nullable String cloudName,
    @Nullable String featureId,
    @Nullable String binding,
    @Nullable String hostname,
    @Nullable UUID dnsRecordId,
    @Nullable Boolean adopted) {

  static final StepInput NONE = new StepInput(null, null, null, null, null, null, null, null);

  public boolean wasThere() {
    return Boolean.TRUE.equals(adopted);
  }

  StepInput resource(String service, ResourceType type, String cloudName) {
    return new StepInput(
        service, type, cloudName, featureId, binding, hostname, dnsRecordId, adopted);
  }

  StepInput feature(String id) {
    return new StepInput(
        service, resourceType, cloudName, id, binding, hostname, dnsRecordId, adopted);
  }

  StepInput binding(String name) {
    return new StepInput(
        service, resourceType, cloudName, featureId, name, hostname, dnsRecordId, adopted);
  }

  StepInput hostname(String name) {
    return new StepInput(
        service, resourceType, cloudName, featureId, binding, name, dnsRecordId, adopted);
  }

  public StepInput adopted(boolean wasThere) {
    return new StepInput(
        service, resourceType, cloudName, featureId, binding, hostname, dnsRecordId, wasThere);
  }

  public StepInput dnsRecord(UUID id) {
    return new StepInput(
        service, resourceType, cloudName, featureId, binding, hostname, id, adopted);
  }
}
