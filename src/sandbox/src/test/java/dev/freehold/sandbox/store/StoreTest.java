package dev.freehold.sandbox.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.sandbox.Caller;
import dev.freehold.sandbox.MovableClock;
import dev.freehold.sandbox.Sandbox;
import dev.freehold.sandbox.SandboxForTests;
import dev.freehold.sandbox.cloudflare.CloudflareSimulator;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.ObjectLockMode;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

class StoreTest {

  @TempDir Path folder;
  private final MovableClock clock = new MovableClock();
  private Sandbox sandbox;
  private S3Client s3;

  @BeforeEach
  void start() {
    sandbox = SandboxForTests.start(clock, folder);
    s3 = client(StoreSimulator.SECRET_KEY);
    if (!sandbox.simulator(StoreSimulator.class).has("bundles")) {
      s3.createBucket(b -> b.bucket("bundles"));
    }
  }

  @AfterEach
  void stop() {
    s3.close();
    sandbox.close();
  }

  @Test
  void objectComesBackAsItWasPutAlsoAfterARestart() {
    byte[] big = "0123456789".repeat(100_000).getBytes(java.nio.charset.StandardCharsets.UTF_8);
    s3.putObject(
        b ->
            b.bucket("bundles")
                .key("a b/ü+&.zip")
                .contentType("application/zip")
                .metadata(java.util.Map.of("sha", "1")),
        RequestBody.fromBytes(big));
    s3.putObject(
        b -> b.bucket("bundles").key("small").checksumAlgorithm(ChecksumAlgorithm.SHA256),
        RequestBody.fromString("x"));
    stop();

    start();

    var got = s3.getObjectAsBytes(b -> b.bucket("bundles").key("a b/ü+&.zip"));
    assertThat(got.asByteArray()).isEqualTo(big);
    assertThat(got.response().contentType()).isEqualTo("application/zip");
    assertThat(got.response().metadata()).containsEntry("sha", "1");
    var head = s3.headObject(b -> b.bucket("bundles").key("a b/ü+&.zip"));
    assertThat(head.contentLength()).isEqualTo(1_000_000);
    assertThat(s3.getObjectAsBytes(b -> b.bucket("bundles").key("small")).asUtf8String())
        .isEqualTo("x");
    assertThat(
            s3.getObjectAsBytes(b -> b.bucket("bundles").key("a b/ü+&.zip").range("bytes=2-4"))
                .asUtf8String())
        .isEqualTo("234");
  }

  @Test
  void streamsOfUnknownLengthArriveWhole() {
    byte[] content = new byte[300_000];
    s3.putObject(
        b -> b.bucket("bundles").key("stream"),
        RequestBody.fromContentProvider(
            () -> new java.io.ByteArrayInputStream(content), content.length, "a/b"));

    assertThat(s3.headObject(b -> b.bucket("bundles").key("stream")).contentLength())
        .isEqualTo(300_000);
  }

  @Test
  void missingThingsAndTakenNames() {
    assertThatThrownBy(() -> s3.getObject(b -> b.bucket("bundles").key("none")))
        .isInstanceOf(NoSuchKeyException.class);
    assertThatThrownBy(() -> s3.headObject(b -> b.bucket("bundles").key("none")))
        .isInstanceOf(NoSuchKeyException.class);
    assertThatThrownBy(() -> s3.createBucket(b -> b.bucket("bundles")))
        .isInstanceOf(S3Exception.class)
        .hasMessageContaining("already own it");
    s3.putObject(b -> b.bucket("bundles").key("k"), RequestBody.fromString("x"));
    assertThatThrownBy(() -> s3.deleteBucket(b -> b.bucket("bundles")))
        .isInstanceOf(S3Exception.class)
        .hasMessageContaining("not empty");
    assertThatThrownBy(
            () ->
                s3.putObject(
                    b -> b.bucket("bundles").key("k").ifNoneMatch("*"),
                    RequestBody.fromString("y")))
        .isInstanceOf(S3Exception.class);
  }

  @Test
  void listPagesInOrderOfKeysAndDeletesMany() {
    var store = sandbox.simulator(StoreSimulator.class);
    IntStream.range(0, 1500).forEach(i -> store.put("bundles", "p/%04d".formatted(i), new byte[1]));
    store.put("bundles", "q/z", new byte[1]);

    var keys =
        s3.listObjectsV2Paginator(b -> b.bucket("bundles").prefix("p/")).contents().stream()
            .map(one -> one.key())
            .toList();
    var folders = s3.listObjectsV2(b -> b.bucket("bundles").delimiter("/")).commonPrefixes();
    s3.deleteObjects(
        b ->
            b.bucket("bundles")
                .delete(
                    d ->
                        d.objects(
                            keys.stream()
                                .limit(1000)
                                .map(key -> ObjectIdentifier.builder().key(key).build())
                                .toList())));

    assertThat(keys).hasSize(1500).isSorted();
    assertThat(folders).extracting(one -> one.prefix()).containsExactly("p/", "q/");
    assertThat(store.keys("bundles")).hasSize(501);
  }

  @Test
  void lockedObjectIsNeitherDeletedNorOverwrittenBeforeItsTime() {
    s3.createBucket(b -> b.bucket("anchors").objectLockEnabledForBucket(true));
    s3.putObject(
        b ->
            b.bucket("anchors")
                .key("head")
                .objectLockMode(ObjectLockMode.COMPLIANCE)
                .objectLockRetainUntilDate(clock.instant().plusSeconds(60)),
        RequestBody.fromString("hash"));

    assertThatThrownBy(() -> s3.deleteObject(b -> b.bucket("anchors").key("head")))
        .hasMessageContaining("object lock");
    assertThatThrownBy(
            () ->
                s3.putObject(
                    b -> b.bucket("anchors").key("head"), RequestBody.fromString("forged")))
        .hasMessageContaining("object lock");
    clock.advance(Duration.ofSeconds(60));
    s3.deleteObject(b -> b.bucket("anchors").key("head"));
    assertThat(sandbox.simulator(StoreSimulator.class).keys("anchors")).isEmpty();
  }

  @Test
  void preSignedUrlWorksWithoutCredentialsUntilItEnds() throws Exception {
    String put;
    String get;
    try (var presigner = presigner()) {
      put =
          presigner
              .presignPutObject(
                  b ->
                      b.signatureDuration(Duration.ofMinutes(5))
                          .putObjectRequest(
                              p -> p.bucket("bundles").key("up/1.zip").contentType("a/zip")))
              .url()
              .toString();
      get =
          presigner
              .presignGetObject(
                  b ->
                      b.signatureDuration(Duration.ofMinutes(5))
                          .getObjectRequest(g -> g.bucket("bundles").key("up/1.zip")))
              .url()
              .toString();
    }

    assertThat(send("PUT", put, "zip").statusCode()).isEqualTo(200);
    assertThat(send("GET", get, "").body()).isEqualTo("zip");
    assertThat(send("GET", get.replace("1.zip", "2.zip"), "").body())
        .contains("SignatureDoesNotMatch");
    assertThat(send("GET", get.replaceAll("X-Amz-Date=\\d+", "X-Amz-Date=20200101"), "").body())
        .contains("Request has expired");
    assertThat(send("GET", sandbox.url("/s3/bundles/up/1.zip").toString(), "").statusCode())
        .isEqualTo(403);
  }

  @Test
  void wrongSecretIsRefused() {
    try (var other = client("guessed")) {
      assertThatThrownBy(other::listBuckets).hasMessageContaining("signature");
    }
  }

  @Test
  void bucketOfR2IsHereAndCannotBeDeletedWhileItHoldsObjects() {
    var cloudflare = new Caller(sandbox.url("/cloudflare/client/v4"), CloudflareSimulator.TOKEN);
    String buckets = "/accounts/" + CloudflareSimulator.ACCOUNT_ID + "/r2/buckets";
    cloudflare.post(buckets, "{\"name\":\"k-default-files-storage\"}");
    s3.putObject(b -> b.bucket("k-default-files-storage").key("a"), RequestBody.fromString("x"));

    assertThat(cloudflare.delete(buckets + "/k-default-files-storage").errorCode())
        .isEqualTo(10008);
    s3.deleteObject(b -> b.bucket("k-default-files-storage").key("a"));
    assertThat(cloudflare.delete(buckets + "/k-default-files-storage").status()).isEqualTo(200);
    assertThat(s3.listBuckets().buckets()).extracting(b -> b.name()).containsExactly("bundles");
  }

  private static HttpResponse<String> send(String method, String url, String body)
      throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(url))
                .header("content-type", "a/zip")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }

  private S3Client client(String secret) {
    return S3Client.builder()
        .endpointOverride(sandbox.url("/s3"))
        .region(Region.EU_CENTRAL_1)
        .forcePathStyle(true)
        .httpClient(UrlConnectionHttpClient.create())
        .credentialsProvider(credentials(secret))
        .build();
  }

  private S3Presigner presigner() {
    return S3Presigner.builder()
        .endpointOverride(sandbox.url("/s3"))
        .region(Region.EU_CENTRAL_1)
        .serviceConfiguration(S3Configuration.builder().pathStyleAccessEnabled(true).build())
        .credentialsProvider(credentials(StoreSimulator.SECRET_KEY))
        .build();
  }

  private static StaticCredentialsProvider credentials(String secret) {
    return StaticCredentialsProvider.create(
        AwsBasicCredentials.create(StoreSimulator.ACCESS_KEY, secret));
  }
}
