package dev.freehold.functions.stacks;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.freehold.kernel.KernelRefusal;
import dev.freehold.lambda.Answer;
import dev.freehold.lambda.Http;
import dev.freehold.lambda.HttpCall;
import dev.freehold.lambda.HttpEdge;
import dev.freehold.lambda.catalogue.Outside;
import dev.freehold.lambda.catalogue.Uses;
import dev.freehold.stacks.Bundles;
import dev.freehold.stacks.StacksConfig;
import io.quarkus.funqy.Funq;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import java.net.URI;
import java.time.Instant;

/** Bundles of features: where to put one. */
public class BundleFunctions {

  private final HttpEdge edge;
  private final Bundles bundles;
  private final StacksConfig config;

  BundleFunctions(HttpEdge edge, Bundles bundles, StacksConfig config) {
    this.edge = edge;
    this.bundles = bundles;
    this.config = config;
  }

  /**
   * @param sha256 hex, lower case
   * @param bytes of the zip
   */
  @RegisterForReflection
  record CreateUpload(
      @NotNull @Pattern(regexp = "[0-9a-f]{64}") String sha256, @NotNull @Positive Long bytes) {}

  @RegisterForReflection
  record UploadView(String key, URI uploadUrl, Instant expiresAt) {}

  @Funq("stacks-create-bundle-upload")
  @Uses(Outside.STORE)
  @Http(
      route = "POST /v1/bundle-uploads",
      permission = "features:publish",
      body = CreateUpload.class,
      answer = UploadView.class,
      status = 201,
      summary = "Makes an address that takes one bundle by PUT.")
  public APIGatewayV2HTTPResponse create(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        (HttpCall call, CreateUpload body) -> {
          if (body.bytes() > config.bundleMaxBytes()) {
            throw KernelRefusal.VALIDATION_FAILED
                .because("the bundle is too large")
                .field("bytes", "RANGE", "is at most " + config.bundleMaxBytes());
          }
          var upload = bundles.createUpload(body.sha256(), body.bytes());
          return Answer.status(
              201, new UploadView(upload.key(), upload.uploadUrl(), upload.expiresAt()));
        });
  }
}
