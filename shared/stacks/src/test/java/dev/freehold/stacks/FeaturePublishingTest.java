package dev.freehold.stacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.kernel.Call;
import dev.freehold.kernel.Hashes;
import dev.freehold.kernel.Json;
import dev.freehold.kernel.Keys;
import dev.freehold.kernel.Refusal;
import dev.freehold.kernel.Scope;
import dev.freehold.storage.Store;
import dev.freehold.testing.Owner;
import dev.freehold.testing.TestDatabase;
import dev.freehold.testing.TestStore;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(TestDatabase.class)
@WithTestResource(TestStore.class)
class FeaturePublishingTest {

  private static final String PLAIN =
      """
      {"schemaVersion":1,"displayName":"Shell","description":"None","requiresService":false}""";

  @Inject FeaturePublishing publishing;
  @Inject FeatureVersions versions;
  @Inject Bundles bundles;
  @Inject Store store;

  private final String feature = "f" + Keys.next();

  @Test
  void publishedVersionIsFoundWithItsBundle() {
    String key = upload("export default {}");

    var published = publish("1.0.0", service(), key);

    assertThat(published.bundleSha256).isEqualTo(key.substring(8, 72));
    var found = operator(() -> versions.latest(feature)).orElseThrow();
    assertThat(found.version()).isEqualTo("1.0.0");
    assertThat(found.manifest().get("worker").get("mainModule").textValue()).isEqualTo("index.js");
    assertThat(bundles.read(found).modules()).containsOnlyKeys("index.js");
    assertThat(
            Owner.rows(
                "SELECT type, payload->>'version' AS v FROM core.outbox WHERE payload->>'featureId' = ?",
                feature))
        .containsExactly(Map.of("type", "stacks.feature_version.published", "v", "1.0.0"));
    assertThat(
            Owner.count(
                "SELECT count(*) FROM core.audit_log WHERE action = 'feature_version.publish'"
                    + " AND entity_id = ?",
                feature + "@1.0.0"))
        .isEqualTo(1);
  }

  @Test
  void versionsAreRefusedInTheirOrder() {
    publish("1.2.0", PLAIN, null);

    refused("VERSION_EXISTS", () -> publish("1.2.0", "[]", null));
    refused("VERSION_NOT_GREATER", () -> publish("1.1.9", "[]", null));
    refused("MANIFEST_INVALID", () -> publish("1.2.1", "[]", null));
    refused("BUNDLE_MISSING", () -> publish("1.2.1", service(), null));
    refused("BUNDLE_MISSING", () -> publish("1.2.1", service(), key("nowhere")));
    refused("BUNDLE_MISMATCH", () -> publish("1.2.1", service(), uploadUnder(key("other"))));
    assertThat(
            Owner.count(
                "SELECT count(*) FROM stacks.feature_versions WHERE feature_id = ?", feature))
        .isEqualTo(1);
  }

  @Test
  void oldLineCanBePatched() {
    publish("1.0.0", PLAIN, null);
    publish("2.0.0", PLAIN, null);

    publish("1.0.1", PLAIN, null);

    assertThat(latest()).isEqualTo("2.0.0");
  }

  // stacks §7.2
  @Test
  void latestIsTheHighestReleaseElseTheHighestPrerelease() {
    publish("1.0.0-beta.2", PLAIN, null);
    publish("1.0.0-beta.11", PLAIN, null);
    assertThat(latest()).isEqualTo("1.0.0-beta.11");

    publish("1.0.0", PLAIN, null);
    publish("2.0.0-rc.1", PLAIN, null);
    assertThat(latest()).isEqualTo("1.0.0");

    Owner.update(
        "UPDATE stacks.feature_versions SET status = 'deprecated', deprecated_at = now()"
            + " WHERE feature_id = ? AND version = '1.0.0'",
        feature);
    assertThat(latest()).isEqualTo("2.0.0-rc.1");
  }

  @Test
  void unknownFeatureHasNoLatest() {
    refused("NOT_FOUND", () -> operator(() -> versions.get(feature, "latest")));
    refused("NOT_FOUND", () -> operator(() -> versions.get(feature, "1.0.0")));
  }

  // stacks §7.1
  @Test
  void oneVersionPublishedTwiceAtOnceIsThereOnce() throws Exception {
    Callable<String> call =
        () -> {
          try {
            return publish("1.0.0", PLAIN, null).number;
          } catch (Refusal refusal) {
            return refusal.code();
          }
        };
    try (var threads = Executors.newFixedThreadPool(4)) {
      var answers =
          threads.invokeAll(Collections.nCopies(4, call)).stream().map(Future::resultNow).toList();
      assertThat(answers)
          .containsExactlyInAnyOrder("1.0.0", "VERSION_EXISTS", "VERSION_EXISTS", "VERSION_EXISTS");
    }
  }

  // stacks §7.3
  @Test
  void versionIsImmutableButForItsDeprecation() throws Exception {
    publish("1.0.0", PLAIN, null);
    try (var app = Owner.connect("freehold_app");
        var statement = app.createStatement()) {
      assertThatThrownBy(
              () ->
                  statement.executeUpdate(
                      "UPDATE stacks.feature_versions SET manifest = '{}' WHERE feature_id = '"
                          + feature
                          + "'"))
          .hasMessageContaining("immutable");
      assertThatThrownBy(
              () ->
                  statement.executeUpdate(
                      "DELETE FROM stacks.feature_versions WHERE feature_id = '" + feature + "'"))
          .hasMessageContaining("permission denied");
    }
    assertThatThrownBy(
            () -> Owner.update("DELETE FROM stacks.feature_versions WHERE feature_id = ?", feature))
        .rootCause()
        .hasMessageContaining("immutable");
  }

  // stacks §7.6
  @Test
  void bundleReplacedInTheStoreIsNotDeployed() {
    String key = upload("export default {}");
    publish("1.0.0", service(), key);

    store.put(key, Zips.of(Map.of("index.js", "evil()")), "application/zip");

    var found = operator(() -> versions.latest(feature)).orElseThrow();
    refused("BUNDLE_MISMATCH", () -> bundles.read(found));
  }

  @Test
  void outageOfTheStoreIsNoRefusalOfTheBundle() {
    String key = upload("export default {}");
    TestStore.failNext();

    refused("UNAVAILABLE", () -> publish("1.0.0", service(), key));
  }

  // stacks §7.7, of a manifest
  @Test
  void manifestAboveItsLimitIsRefused() {
    var large = PLAIN.replace("\"None\"", "\"" + "x".repeat(65_536) + "\"");

    refused("MANIFEST_INVALID", () -> publish("1.0.0", large, null));
  }

  private String service() {
    return """
        {"schemaVersion":1,"displayName":"A","description":"B","requiresService":true,
         "worker":{"mainModule":"index.js","compatibilityDate":"2025-09-01"}}""";
  }

  private String upload(String code) {
    return uploadUnder(null, code);
  }

  private String uploadUnder(String key) {
    return uploadUnder(key, "export default {}");
  }

  private String uploadUnder(@Nullable String key, String code) {
    byte[] zip = Zips.of(Map.of("index.js", code + "//" + feature));
    String hash = HexFormat.of().formatHex(Hashes.sha256(zip));
    String where = key == null ? "bundles/" + hash + ".zip" : key;
    store.put(where, zip, "application/zip");
    return where;
  }

  private String key(String name) {
    return "bundles/" + HexFormat.of().formatHex(Hashes.sha256(name + feature)) + ".zip";
  }

  private FeatureVersion publish(String version, String manifest, @Nullable String key) {
    return operator(
        () ->
            publishing.publish(
                new FeaturePublishing.NewVersion(
                    feature,
                    SemVer.of(version),
                    FeatureKind.DOMAIN,
                    SemVer.of("1.0.0"),
                    Json.tree(manifest),
                    key)));
  }

  private String latest() {
    return operator(() -> versions.latest(feature)).orElseThrow().version();
  }

  private static <T> T operator(Supplier<T> work) {
    return Call.system("test", Scope.operator()).supply(work);
  }

  private static void refused(String code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
  }
}
