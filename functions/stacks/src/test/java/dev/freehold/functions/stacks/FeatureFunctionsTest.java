package dev.freehold.functions.stacks;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.kernel.Hashes;
import dev.freehold.kernel.Json;
import dev.freehold.kernel.Keys;
import dev.freehold.testing.Events;
import dev.freehold.testing.Rows;
import dev.freehold.testing.TestDatabase;
import dev.freehold.testing.TestStore;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The test clock stands at 2026-04-01T10:00:00Z. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
@WithTestResource(TestStore.class)
class FeatureFunctionsTest {

  private static final String MANIFEST =
      """
      {"schemaVersion":1,"displayName":"A","description":"B","requiresService":true,
       "worker":{"mainModule":"index.js","compatibilityDate":"2025-09-01"}}""";

  @Inject FeatureFunctions features;
  @Inject BundleFunctions bundles;

  private final UUID user = Rows.user();
  private final String member = Rows.session(user, Rows.organization(user));
  private final String operator = operator();
  private final String feature = "f" + Keys.next();

  private static String operator() {
    UUID operator = Rows.operator();
    return Rows.operatorSession(operator, Rows.organization(operator, "operator"));
  }

  @Test
  void uploadedBundleIsPublishedAndShown() throws Exception {
    byte[] zip = bundle();
    String sha256 = HexFormat.of().formatHex(Hashes.sha256(zip));
    var upload = body(upload(operator, sha256, zip.length));
    assertThat(upload.path("key").asText()).isEqualTo("bundles/" + sha256 + ".zip");
    assertThat(upload.path("expiresAt").asText()).isEqualTo("2026-04-01T10:15:00.000Z");
    put(upload.path("uploadUrl").asText(), zip);

    var published = publish(operator, "1.0.0", MANIFEST, upload.path("key").asText());

    assertThat(published.getStatusCode()).isEqualTo(201);
    assertThat(published.getHeaders())
        .containsEntry("Location", "/v1/features/" + feature + "/versions/1.0.0");
    assertThat(body(published).path("bundleSha256").asText()).isEqualTo(sha256);
    assertThat(body(published).path("bundleBytes").asLong()).isEqualTo(zip.length);
    assertThat(body(get(member, "latest"))).isEqualTo(body(published));
    assertThat(body(get(member, "1.0.0")).path("manifest")).isEqualTo(Json.tree(MANIFEST));
    assertThat(get(member, "1.0.1").getStatusCode()).isEqualTo(404);
  }

  @Test
  void repeatWithItsKeyIsTheFirstAnswer() {
    var event =
        Events.post("/v1/features/" + feature + "/versions")
            .bearer(operator)
            .header("Idempotency-Key", feature)
            .json(plain("1.0.0"));

    var first = features.publish(event.build());
    var again = features.publish(event.build());

    assertThat(first.getStatusCode()).isEqualTo(201);
    assertThat(again.getStatusCode()).isEqualTo(201);
    assertThat(body(again)).isEqualTo(body(first));
  }

  @Test
  void refusalsHaveTheirStatus() {
    features.publish(post(plain("1.1.0")));

    assertThat(code(features.publish(post(plain("1.1.0"))))).isEqualTo("409 VERSION_EXISTS");
    assertThat(code(features.publish(post(plain("1.0.0"))))).isEqualTo("422 VERSION_NOT_GREATER");
    assertThat(code(publish(operator, "1.2.0", MANIFEST, null))).isEqualTo("422 BUNDLE_MISSING");
    var invalid = publish(operator, "1.2.0", "{\"schemaVersion\":1,\"x\":1}", null);
    assertThat(code(invalid)).isEqualTo("422 MANIFEST_INVALID");
    assertThat(body(invalid).path("errors").findValuesAsText("field")).contains("manifest.x");
  }

  @ParameterizedTest
  @ValueSource(strings = {"01.0.0", "1.0", "1.0.0+build", ""})
  void otherFormsOfAVersionAreMalformed(String version) {
    assertThat(code(features.publish(post(plain(version))))).isEqualTo("400 VALIDATION_FAILED");
  }

  @Test
  void onlyOperatorsPublish() {
    assertThat(code(publish(member, "1.0.0", MANIFEST, null))).isEqualTo("403 PERMISSION_DENIED");
    assertThat(code(upload(member, "a".repeat(64), 7))).isEqualTo("403 PERMISSION_DENIED");
    assertThat(code(features.get(Events.get(path("latest")).build())))
        .isEqualTo("401 UNAUTHENTICATED");
  }

  @Test
  void bundleIsAtMostTenMebibytes() {
    assertThat(upload(operator, "a".repeat(64), 10_485_760).getStatusCode()).isEqualTo(201);
    assertThat(code(upload(operator, "a".repeat(64), 10_485_761)))
        .isEqualTo("400 VALIDATION_FAILED");
    assertThat(code(upload(operator, "A".repeat(64), 1))).isEqualTo("400 VALIDATION_FAILED");
  }

  private APIGatewayV2HTTPResponse upload(String token, String sha256, long bytes) {
    return bundles.create(
        Events.post("/v1/bundle-uploads")
            .bearer(token)
            .json("{\"sha256\":\"%s\",\"bytes\":%d}".formatted(sha256, bytes))
            .build());
  }

  private APIGatewayV2HTTPResponse publish(
      String token, String version, String manifest, @Nullable String bundleKey) {
    return features.publish(
        Events.post("/v1/features/" + feature + "/versions")
            .bearer(token)
            .json(
                """
                {"version":"%s","kind":"domain","sdkVersion":"1.0.0","manifest":%s,"bundleKey":%s}"""
                    .formatted(version, manifest, Json.write(bundleKey)))
            .build());
  }

  private APIGatewayV2HTTPEvent post(String json) {
    return Events.post("/v1/features/" + feature + "/versions").bearer(operator).json(json).build();
  }

  private static String plain(String version) {
    return """
        {"version":"%s","kind":"client","sdkVersion":"1.0.0","manifest":{"schemaVersion":1,
         "displayName":"A","description":"B","requiresService":false}}"""
        .formatted(version);
  }

  private APIGatewayV2HTTPResponse get(String token, String version) {
    return features.get(Events.get(path(version)).bearer(token).build());
  }

  private String path(String version) {
    return "/v1/features/" + feature + "/versions/" + version;
  }

  private static void put(String url, byte[] content) throws IOException, InterruptedException {
    try (var http = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(URI.create(url)).PUT(BodyPublishers.ofByteArray(content)).build();
      assertThat(http.send(request, BodyHandlers.discarding()).statusCode()).isEqualTo(200);
    }
  }

  private byte[] bundle() throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("index.js"));
      zip.write(("export default {} //" + feature).getBytes(StandardCharsets.UTF_8));
      zip.closeEntry();
    }
    return bytes.toByteArray();
  }

  private static JsonNode body(APIGatewayV2HTTPResponse response) {
    return Json.tree(response.getBody());
  }

  private static String code(APIGatewayV2HTTPResponse response) {
    return response.getStatusCode() + " " + body(response).path("code").asText();
  }
}
