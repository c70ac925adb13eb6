package dev.freehold.sandbox.store;

import dev.freehold.sandbox.State;
import dev.freehold.sandbox.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Buckets and what is in them: small objects in their rows, others in files. */
final class Objects {

  private static final int INLINE_BYTES = 4096;

  /**
   * A bucket.
   *
   * @param lockDays default retention of new objects; 0 = none
   */
  record Bucket(
      String name, boolean lockable, @Nullable String lockMode, int lockDays, Instant createdAt) {}

  private final State state;
  private final Table<Bucket> buckets;
  private final Table<StoredObject> objects;

  Objects(State state) {
    this.state = state;
    this.buckets = state.table("buckets", Bucket.class);
    this.objects = state.table("objects", StoredObject.class);
  }

  Table<Bucket> buckets() {
    return buckets;
  }

  Bucket bucket(String name) {
    return buckets
        .find(name)
        .orElseThrow(() -> new S3Error(404, "NoSuchBucket", "The specified bucket does not exist"));
  }

  /** By key, in the order of keys. */
  List<StoredObject> in(String bucket) {
    return objects.stream()
        .filter(one -> one.bucket().equals(bucket))
        .sorted(Comparator.comparing(StoredObject::key))
        .toList();
  }

  boolean isEmpty(String bucket) {
    return objects.stream().noneMatch(one -> one.bucket().equals(bucket));
  }

  Optional<StoredObject> find(String bucket, String key) {
    return objects.find(StoredObject.id(bucket, key));
  }

  void put(StoredObject changed) {
    objects.put(changed.id(), changed);
  }

  StoredObject store(
      Bucket bucket, String key, byte[] content, Map<String, String> headers, Instant now) {
    boolean inline = content.length <= INLINE_BYTES;
    String file = inline ? null : UUID.randomUUID().toString();
    if (file != null) {
      write(path(file), content);
    }
    Instant retained = bucket.lockDays() == 0 ? null : now.plusSeconds(bucket.lockDays() * 86_400L);
    var stored =
        new StoredObject(
            bucket.name(),
            key,
            inline ? Base64.getEncoder().encodeToString(content) : null,
            file,
            content.length,
            Payload.md5(content),
            headers,
            retained == null ? null : bucket.lockMode(),
            retained,
            false,
            now);
    find(bucket.name(), key).ifPresent(this::removeFile);
    put(stored);
    return stored;
  }

  byte[] content(StoredObject object) {
    try {
      return object.content() != null
          ? Base64.getDecoder().decode(object.content())
          : Files.readAllBytes(path(String.valueOf(object.file())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void remove(StoredObject object) {
    objects.remove(object.id());
    removeFile(object);
  }

  void removeAllFiles() {
    try (var files = Files.list(state.folder())) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void removeFile(StoredObject object) {
    if (object.file() != null) {
      try {
        Files.deleteIfExists(path(object.file()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static void write(Path path, byte[] content) {
    try {
      Files.write(path, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path path(String file) {
    return state.folder().resolve(file);
  }
}
