package dev.freehold.functions.stacks;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.kernel.Json;
import dev.freehold.kernel.KernelRefusal;
import dev.freehold.lambda.Answer;
import dev.freehold.lambda.Http;
import dev.freehold.lambda.HttpCall;
import dev.freehold.lambda.HttpEdge;
import dev.freehold.lambda.catalogue.Outside;
import dev.freehold.lambda.catalogue.Uses;
import dev.freehold.stacks.Bundles;
import dev.freehold.stacks.FeatureKind;
import dev.freehold.stacks.FeaturePublishing;
import dev.freehold.stacks.FeatureVersion;
import dev.freehold.stacks.FeatureVersions;
import dev.freehold.stacks.SemVer;
import io.quarkus.funqy.Funq;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Features: their versions. */
public class FeatureFunctions {

  private static final String FEATURE_ID = "[a-z][a-z0-9-]{1,27}[a-z0-9]";

  private final HttpEdge edge;
  private final FeatureVersions versions;
  private final FeaturePublishing publishing;

  FeatureFunctions(HttpEdge edge, FeatureVersions versions, FeaturePublishing publishing) {
    this.edge = edge;
    this.versions = versions;
    this.publishing = publishing;
  }

  /**
   * @param bundleKey as the upload answered it; null when the feature needs no service
   */
  @RegisterForReflection
  record PublishVersion(
      @NotNull @Size(max = SemVer.MAX_LENGTH) @Pattern(regexp = SemVer.PATTERN) String version,
      @NotNull FeatureKind kind,
      @NotNull @Size(max = SemVer.MAX_LENGTH) @Pattern(regexp = SemVer.PATTERN) String sdkVersion,
      @NotNull JsonNode manifest,
      @Nullable @Pattern(regexp = Bundles.KEY_PATTERN) String bundleKey) {}

  @RegisterForReflection
  record FeatureVersionView(
      UUID id,
      String featureId,
      String version,
      FeatureKind kind,
      String sdkVersion,
      FeatureVersion.Status status,
      JsonNode manifest,
      @Nullable String bundleKey,
      @Nullable String bundleSha256,
      @Nullable Long bundleBytes,
      Instant publishedAt,
      @Nullable Instant deprecatedAt,
      Instant createdAt) {

    static FeatureVersionView of(FeatureVersion v) {
      return new FeatureVersionView(
          v.id,
          v.featureId,
          v.number,
          v.kind,
          v.sdkVersion,
          v.status,
          Json.tree(v.manifest),
          v.bundleKey,
          v.bundleSha256,
          v.bundleBytes,
          v.publishedAt,
          v.deprecatedAt,
          v.createdAt);
    }
  }

  @Funq("stacks-get-feature-version")
  @Http(
      route = "GET /v1/features/{featureId}/versions/{version}",
      permission = "features:read",
      answer = FeatureVersionView.class,
      summary = "Shows a version of a feature; latest is a version too.")
  public APIGatewayV2HTTPResponse get(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        call ->
            Answer.ok(
                FeatureVersionView.of(versions.get(call.path("featureId"), call.path("version")))));
  }

  @Funq("stacks-publish-feature-version")
  @Uses(Outside.STORE)
  @Http(
      route = "POST /v1/features/{featureId}/versions",
      permission = "features:publish",
      body = PublishVersion.class,
      answer = FeatureVersionView.class,
      status = 201,
      transaction = false,
      errors = {
        "VERSION_EXISTS",
        "VERSION_NOT_GREATER",
        "MANIFEST_INVALID",
        "BUNDLE_MISSING",
        "BUNDLE_MISMATCH"
      },
      summary = "Publishes a version of a feature, for ever as it is.")
  public APIGatewayV2HTTPResponse publish(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        (HttpCall call, PublishVersion body) -> {
          String featureId = call.path("featureId");
          requireFeatureId(featureId);
          var published =
              publishing.publish(
                  new FeaturePublishing.NewVersion(
                      featureId,
                      SemVer.of(body.version()),
                      body.kind(),
                      SemVer.of(body.sdkVersion()),
                      body.manifest(),
                      body.bundleKey()));
          return Answer.created(
              "/v1/features/" + featureId + "/versions/" + published.number,
              FeatureVersionView.of(published));
        });
  }

  private static void requireFeatureId(String featureId) {
    if (!featureId.matches(FEATURE_ID)) {
      throw KernelRefusal.VALIDATION_FAILED
          .because("the path has a fault")
          .field("featureId", "PATTERN", "must match " + FEATURE_ID);
    }
  }
}
