package dev.freehold.sandbox.store;

import dev.freehold.sandbox.SimRequest;
import dev.freehold.sandbox.SimResponse;
import dev.freehold.sandbox.store.Objects.Bucket;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Calls on one object. */
final class ObjectCalls {

  private static final Pattern RANGE = Pattern.compile("bytes=(\\d*)-(\\d*)");
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
          .withZone(ZoneOffset.UTC);
  private static final Set<String> KEPT =
      Set.of("cache-control", "content-disposition", "content-language", "content-type");

  private final Objects objects;

  ObjectCalls(Objects objects) {
    this.objects = objects;
  }

  SimResponse answer(SimRequest request, String bucket, String key) {
    Set<String> query = request.query().keySet();
    if (query.contains("uploads") || query.contains("uploadId") || query.contains("tagging")) {
      return SimResponse.unknown(request);
    }
    return switch (request.method()) {
      case "PUT" ->
          query.contains("retention")
              ? retain(request, bucket, key)
              : query.contains("legal-hold")
                  ? hold(request, bucket, key)
                  : put(request, bucket, key);
      case "GET" ->
          query.contains("retention") ? retention(bucket, key) : get(request, bucket, key);
      case "HEAD" -> get(request, bucket, key);
      case "DELETE" -> delete(request, bucket, key);
      default -> SimResponse.unknown(request);
    };
  }

  private SimResponse put(SimRequest request, String bucketName, String key) {
    Bucket bucket = objects.bucket(bucketName);
    var before = objects.find(bucketName, key);
    if ("*".equals(request.header("if-none-match")) && before.isPresent()) {
      throw new S3Error(
          412, "PreconditionFailed", "At least one of the pre-conditions did not hold");
    }
    before.ifPresent(object -> refuseLocked(object, request.at()));
    String source = request.header("x-amz-copy-source");
    if (source != null) {
      return copy(request, bucket, key, source);
    }
    Payload payload = Payload.of(request);
    var headers = kept(request);
    headers.putAll(payload.checksums());
    var stored = objects.store(bucket, key, payload.content(), headers, request.at());
    lock(request, bucket, stored);
    var answer = SimResponse.empty(200).header("ETag", '"' + stored.etag() + '"');
    for (Map.Entry<String, String> checksum : payload.checksums().entrySet()) {
      answer = answer.header(checksum.getKey(), checksum.getValue());
    }
    return answer;
  }

  private void lock(SimRequest request, Bucket bucket, StoredObject stored) {
    String mode = request.header("x-amz-object-lock-mode");
    String until = request.header("x-amz-object-lock-retain-until-date");
    boolean hold = "ON".equals(request.header("x-amz-object-lock-legal-hold"));
    if ((mode != null || hold) && !bucket.lockable()) {
      throw new S3Error(400, "InvalidRequest", "Bucket is missing Object Lock Configuration");
    }
    if (mode != null && until != null) {
      objects.put(stored.retained(mode, Instant.parse(until)).held(hold));
    } else if (hold) {
      objects.put(stored.held(true));
    }
  }

  private SimResponse copy(SimRequest request, Bucket bucket, String key, String source) {
    String decoded = URLDecoder.decode(source.replace("+", "%2B"), StandardCharsets.UTF_8);
    String path = decoded.startsWith("/") ? decoded.substring(1) : decoded;
    int slash = path.indexOf('/');
    StoredObject from = find(path.substring(0, slash), path.substring(slash + 1));
    var stored = objects.store(bucket, key, objects.content(from), from.headers(), request.at());
    return BucketCalls.xml(
        new Xml()
            .root("CopyObjectResult")
            .add("LastModified", stored.modifiedAt())
            .add("ETag", '"' + stored.etag() + '"')
            .close("CopyObjectResult"));
  }

  private static Map<String, String> kept(SimRequest request) {
    var headers = new LinkedHashMap<String, String>();
    request
        .headers()
        .forEach(
            (name, values) -> {
              if (KEPT.contains(name) || name.startsWith("x-amz-meta-")) {
                headers.put(name, values.getFirst());
              }
            });
    String encoding =
        request.header("content-encoding", "").replaceAll("aws-chunked(,\\s*)?", "").trim();
    if (!encoding.isEmpty()) {
      headers.put("content-encoding", encoding);
    }
    return headers;
  }

  private SimResponse get(SimRequest request, String bucket, String key) {
    StoredObject object = find(bucket, key);
    String etag = '"' + object.etag() + '"';
    String unless = request.header("if-none-match");
    if (etag.equals(unless)) {
      return SimResponse.empty(304).header("ETag", etag);
    }
    byte[] content = objects.content(object);
    Matcher range = RANGE.matcher(request.header("range", ""));
    boolean partial = range.matches() && content.length > 0;
    int from = 0;
    int to = content.length - 1;
    if (partial) {
      boolean suffix = range.group(1).isEmpty();
      from = suffix ? Math.max(0, content.length - number(range.group(2))) : number(range.group(1));
      to = suffix || range.group(2).isEmpty() ? to : Math.min(to, number(range.group(2)));
      if (from > to) {
        throw new S3Error(416, "InvalidRange", "The requested range is not satisfiable");
      }
    }
    byte[] shown = partial ? Arrays.copyOfRange(content, from, to + 1) : content;
    String type =
        request.query(
            "response-content-type",
            object.headers().getOrDefault("content-type", "application/octet-stream"));
    var answer =
        SimResponse.bytes(partial ? 206 : 200, type, shown)
            .header("ETag", etag)
            .header("Last-Modified", HTTP_DATE.format(object.modifiedAt()))
            .header("Accept-Ranges", "bytes");
    if (partial) {
      answer = answer.header("Content-Range", "bytes " + from + "-" + to + "/" + content.length);
    }
    return withHeaders(answer, request, object, partial);
  }

  private static SimResponse withHeaders(
      SimResponse bare, SimRequest request, StoredObject object, boolean partial) {
    SimResponse answer = bare;
    boolean checksums = "ENABLED".equals(request.header("x-amz-checksum-mode")) && !partial;
    String disposition = request.query("response-content-disposition");
    for (Map.Entry<String, String> header : object.headers().entrySet()) {
      String name = header.getKey();
      boolean replaced = name.equals("content-disposition") && disposition != null;
      boolean hidden = name.startsWith("x-amz-checksum-") && !checksums;
      if (!name.equals("content-type") && !replaced && !hidden) {
        answer = answer.header(name, header.getValue());
      }
    }
    if (disposition != null) {
      answer = answer.header("Content-Disposition", disposition);
    }
    if (object.retainUntil() != null) {
      answer =
          answer
              .header("x-amz-object-lock-mode", String.valueOf(object.lockMode()))
              .header("x-amz-object-lock-retain-until-date", object.retainUntil().toString());
    }
    return answer;
  }

  private SimResponse delete(SimRequest request, String bucket, String key) {
    objects.bucket(bucket);
    var found = objects.find(bucket, key);
    found.ifPresent(object -> refuseLocked(object, request.at()));
    found.ifPresent(objects::remove);
    return SimResponse.empty(204);
  }

  private SimResponse retain(SimRequest request, String bucket, String key) {
    StoredObject object = find(bucket, key);
    String mode = BucketCalls.element(request.text(), "Mode");
    Instant until = Instant.parse(BucketCalls.element(request.text(), "RetainUntilDate"));
    boolean shortened = object.retainUntil() != null && until.isBefore(object.retainUntil());
    if (shortened && "COMPLIANCE".equals(object.lockMode())) {
      throw S3Error.denied("Access Denied because object protected by object lock.");
    }
    objects.put(object.retained(mode, until));
    return SimResponse.empty(200);
  }

  private SimResponse retention(String bucket, String key) {
    StoredObject object = find(bucket, key);
    if (object.retainUntil() == null) {
      throw new S3Error(
          404,
          "NoSuchObjectLockConfiguration",
          "The specified object does not have a ObjectLock configuration");
    }
    return BucketCalls.xml(
        new Xml()
            .root("Retention")
            .add("Mode", object.lockMode())
            .add("RetainUntilDate", object.retainUntil())
            .close("Retention"));
  }

  private SimResponse hold(SimRequest request, String bucket, String key) {
    objects.put(find(bucket, key).held(BucketCalls.element(request.text(), "Status").equals("ON")));
    return SimResponse.empty(200);
  }

  // The real store would keep the old version behind a new one or a delete marker. Nothing of ours
  // reads old versions, so what is locked is simply refused.
  private static void refuseLocked(StoredObject object, Instant now) {
    if (object.isLocked(now)) {
      throw S3Error.denied("Access Denied because object protected by object lock.");
    }
  }

  private StoredObject find(String bucket, String key) {
    objects.bucket(bucket);
    return objects
        .find(bucket, key)
        .orElseThrow(() -> new S3Error(404, "NoSuchKey", "The specified key does not exist."));
  }

  private static int number(String digits) {
    return (int) Math.min(Integer.MAX_VALUE, Long.parseLong(digits));
  }
}
