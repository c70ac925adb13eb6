package dev.freehold.storage;

import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectLockMode;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * The installation's objects. Calls go outside: never from within a transaction. What the store
 * itself fails at is a {@link StoreFailure}.
 */
@ApplicationScoped
public class Store {

  private final S3Client client;
  private final S3Presigner presigner;
  private final StorageConfig config;

  Store(S3Client client, S3Presigner presigner, StorageConfig config) {
    this.client = client;
    this.presigner = presigner;
    this.config = config;
  }

  /** Replaces what is there under the key. */
  public void put(String key, byte[] content, String contentType) {
    call(
        "put " + key,
        () ->
            client.putObject(
                request -> request.bucket(config.bucket()).key(key).contentType(contentType),
                RequestBody.fromBytes(content)));
  }

  /** Into another bucket, under Object Lock: nobody changes or deletes it before {@code until}. */
  public void putLocked(String bucket, String key, byte[] content, Instant until) {
    call(
        "put " + key,
        () ->
            client.putObject(
                request ->
                    request
                        .bucket(bucket)
                        .key(key)
                        .contentType("application/json")
                        .objectLockMode(ObjectLockMode.COMPLIANCE)
                        .objectLockRetainUntilDate(until),
                RequestBody.fromBytes(content)));
  }

  /** The whole object in memory: for what is known to be small. */
  public Optional<byte[]> get(String key) {
    return call(
        "get " + key,
        () -> {
          try {
            return Optional.of(
                client
                    .getObjectAsBytes(request -> request.bucket(config.bucket()).key(key))
                    .asByteArrayUnsafe());
          } catch (NoSuchKeyException missing) {
            return Optional.empty();
          }
        });
  }

  /** Bytes of the object; empty when there is none. */
  public OptionalLong head(String key) {
    return call(
        "head " + key,
        () -> {
          try {
            return OptionalLong.of(
                client
                    .headObject(request -> request.bucket(config.bucket()).key(key))
                    .contentLength());
          } catch (NoSuchKeyException missing) {
            return OptionalLong.empty();
          }
        });
  }

  /** Safe to repeat. */
  public void delete(String key) {
    call(
        "delete " + key,
        () -> client.deleteObject(request -> request.bucket(config.bucket()).key(key)));
  }

  /** An address that takes one PUT of exactly that many bytes; made without a call. */
  public URI uploadUrl(String key, long bytes, Duration ttl) {
    return URI.create(
        presigner
            .presignPutObject(
                presign ->
                    presign
                        .signatureDuration(ttl)
                        .putObjectRequest(
                            put -> put.bucket(config.bucket()).key(key).contentLength(bytes)))
            .url()
            .toString());
  }

  private static <T> T call(String name, Supplier<T> call) {
    try {
      return call.get();
    } catch (SdkException failure) {
      throw new StoreFailure(name, failure);
    }
  }
}
