package dev.freehold.stacks;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.kernel.Json;
import org.jspecify.annotations.Nullable;

/** What other domains may know of a published version of a feature. */
public record PublishedFeature(
    String featureId,
    String version,
    FeatureKind kind,
    String sdkVersion,
    boolean isDeprecated,
    JsonNode manifest,
    @Nullable String bundleKey,
    @Nullable String bundleSha256,
    @Nullable Long bundleBytes) {

  static PublishedFeature of(FeatureVersion row) {
    return new PublishedFeature(
        row.featureId,
        row.number,
        row.kind,
        row.sdkVersion,
        row.status == FeatureVersion.Status.DEPRECATED,
        Json.tree(row.manifest),
        row.bundleKey,
        row.bundleSha256,
        row.bundleBytes);
  }
}
