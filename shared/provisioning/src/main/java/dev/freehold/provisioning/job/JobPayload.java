package dev.freehold.provisioning.job;

import dev.freehold.registry.Environment;
import dev.freehold.stacks.PublishedFeature;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The request and the immutable versions it names, frozen when the job was made. Never a secret.
 *
 * @param environments production first
 * @param console whether the platform gets repository and console
 * @param features the core features to be deployed
 */
@RegisterForReflection(targets = {JobPayload.class, PublishedFeature.class})
public record JobPayload(
    List<Environment> environments,
    boolean console,
    List<PublishedFeature> features,
    @Nullable String billingEmail) {

  public PublishedFeature feature(String featureId) {
    return features.stream()
        .filter(feature -> feature.featureId().equals(featureId))
        .findFirst()
        .orElseThrow(
            () -> new IllegalStateException("no feature " + featureId + " in the payload"));
  }
}
