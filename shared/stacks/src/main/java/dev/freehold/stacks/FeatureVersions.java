package dev.freehold.stacks;

import dev.freehold.kernel.KernelRefusal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Optional;

/** Reads the catalogue of features. A deprecated version is still shown, and still deployed. */
@ApplicationScoped
public class FeatureVersions {

  /** The word that stands for a feature's newest version. */
  public static final String LATEST = "latest";

  /** The highest active release; without one the highest active prerelease. */
  @Transactional
  public Optional<PublishedFeature> latest(String featureId) {
    return FeatureVersion.findLatest(featureId).map(PublishedFeature::of);
  }

  @Transactional
  public Optional<PublishedFeature> find(String featureId, String version) {
    return FeatureVersion.findByNumber(featureId, version).map(PublishedFeature::of);
  }

  /**
   * @param version exact, or {@link #LATEST}
   * @throws dev.freehold.kernel.Refusal {@code NOT_FOUND}
   */
  @Transactional
  public FeatureVersion get(String featureId, String version) {
    var found =
        version.equals(LATEST)
            ? FeatureVersion.findLatest(featureId)
            : FeatureVersion.findByNumber(featureId, version);
    return found.orElseThrow(() -> KernelRefusal.notFound("feature version"));
  }
}
