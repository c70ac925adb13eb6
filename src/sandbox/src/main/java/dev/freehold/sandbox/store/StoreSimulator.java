package dev.freehold.sandbox.store;

import dev.freehold.sandbox.SimContext;
import dev.freehold.sandbox.SimRequest;
import dev.freehold.sandbox.SimResponse;
import dev.freehold.sandbox.Simulator;
import dev.freehold.sandbox.State;
import dev.freehold.sandbox.store.Objects.Bucket;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** S3's REST protocol below {@code /s3}, path style. */
public final class StoreSimulator implements Simulator {

  /** Requests signed with this key have their signatures checked; others are let in. */
  public static final String ACCESS_KEY = "SANDBOXACCESSKEY";

  public static final String SECRET_KEY = "sandbox-secret-key";

  private final SimContext context;
  private final Objects objects;
  private final BucketCalls bucketCalls;
  private final ObjectCalls objectCalls;

  public StoreSimulator(SimContext context) {
    this.context = context;
    State state = context.open("storage");
    this.objects = new Objects(state);
    this.bucketCalls = new BucketCalls(objects);
    this.objectCalls = new ObjectCalls(objects);
  }

  @Override
  public String name() {
    return "storage";
  }

  @Override
  public String prefix() {
    return "/s3";
  }

  @Override
  public void seed() {
    objects.removeAllFiles();
  }

  @Override
  public SimResponse handle(SimRequest request) {
    try {
      SigV4.check(request);
      String path = request.path().substring(1);
      int slash = path.indexOf('/');
      String bucket = slash < 0 ? path : path.substring(0, slash);
      String key = slash < 0 ? "" : decode(path.substring(slash + 1));
      if (bucket.isEmpty()) {
        return request.method().equals("GET")
            ? bucketCalls.listBuckets()
            : SimResponse.unknown(request);
      }
      return key.isEmpty()
          ? bucketCalls.answer(request, bucket)
          : objectCalls.answer(request, bucket, key);
    } catch (S3Error e) {
      return e.answer();
    }
  }

  @Override
  public SimResponse failure(int status, @Nullable Duration retryAfter) {
    boolean slow = status == 429 || status == 503;
    var answer =
        S3Error.answer(
            status == 429 ? 503 : status,
            slow ? "SlowDown" : "InternalError",
            slow ? "Please reduce your request rate." : "We encountered an internal error.");
    return retryAfter == null
        ? answer
        : answer.header("Retry-After", Long.toString(retryAfter.toSeconds()));
  }

  public boolean has(String bucket) {
    return context.change(() -> objects.buckets().has(bucket));
  }

  /** Nothing happens if it is there. */
  public void makeBucket(String name, boolean lockable) {
    context.change(
        () -> {
          if (!objects.buckets().has(name)) {
            objects.buckets().put(name, new Bucket(name, lockable, null, 0, context.now()));
          }
          return true;
        });
  }

  /** False if it holds objects; true if it is gone, or never was. */
  public boolean removeEmptyBucket(String name) {
    return context.change(
        () -> {
          boolean empty = objects.isEmpty(name);
          if (empty) {
            objects.buckets().remove(name);
          }
          return empty;
        });
  }

  public void put(String bucket, String key, byte[] content) {
    context.change(
        () -> objects.store(objects.bucket(bucket), key, content, Map.of(), context.now()));
  }

  public Optional<byte[]> get(String bucket, String key) {
    return context.change(() -> objects.find(bucket, key).map(objects::content));
  }

  /** In order. */
  public List<String> keys(String bucket) {
    return context.change(() -> objects.in(bucket).stream().map(StoredObject::key).toList());
  }

  private static String decode(String rawKey) {
    // In a path "+" is itself.
    return URLDecoder.decode(rawKey.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
