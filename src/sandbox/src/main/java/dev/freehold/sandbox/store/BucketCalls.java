package dev.freehold.sandbox.store;

import dev.freehold.sandbox.SimRequest;
import dev.freehold.sandbox.SimResponse;
import dev.freehold.sandbox.store.Objects.Bucket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Calls on a bucket as a whole. */
final class BucketCalls {

  private final Objects objects;

  BucketCalls(Objects objects) {
    this.objects = objects;
  }

  SimResponse listBuckets() {
    var xml = new Xml().root("ListAllMyBucketsResult").open("Buckets");
    for (Bucket bucket : objects.buckets().all()) {
      xml.open("Bucket").add("Name", bucket.name()).add("CreationDate", bucket.createdAt());
      xml.close("Bucket");
    }
    return xml(xml.close("Buckets").close("ListAllMyBucketsResult"));
  }

  SimResponse answer(SimRequest request, String bucket) {
    Set<String> query = request.query().keySet();
    return switch (request.method()) {
      case "PUT" ->
          query.contains("object-lock") ? putLock(request, bucket) : create(request, bucket);
      case "HEAD" -> {
        objects.bucket(bucket);
        yield SimResponse.empty(200);
      }
      case "DELETE" -> delete(bucket);
      case "POST" ->
          query.contains("delete") ? deleteMany(request, bucket) : SimResponse.unknown(request);
      case "GET" -> get(request, bucket, query);
      default -> SimResponse.unknown(request);
    };
  }

  private SimResponse get(SimRequest request, String name, Set<String> query) {
    Bucket bucket = objects.bucket(name);
    if (query.contains("location")) {
      return xml(new Xml().root("LocationConstraint").close("LocationConstraint"));
    }
    if (query.contains("object-lock")) {
      return getLock(bucket);
    }
    if (query.contains("versioning")) {
      return xml(
          new Xml()
              .root("VersioningConfiguration")
              .add("Status", bucket.lockable() ? "Enabled" : null)
              .close("VersioningConfiguration"));
    }
    boolean isList = query.isEmpty() || query.contains("list-type") || query.contains("prefix");
    return isList ? list(request, name) : SimResponse.unknown(request);
  }

  private SimResponse create(SimRequest request, String name) {
    if (!request.query().isEmpty()) {
      return SimResponse.unknown(request);
    }
    if (!name.matches("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")) {
      throw new S3Error(400, "InvalidBucketName", "The specified bucket is not valid.");
    }
    if (objects.buckets().has(name)) {
      throw new S3Error(
          409,
          "BucketAlreadyOwnedByYou",
          "Your previous request to create the named bucket succeeded and you already own it.");
    }
    boolean lockable =
        request.header("x-amz-bucket-object-lock-enabled", "false").equalsIgnoreCase("true");
    objects.buckets().put(name, new Bucket(name, lockable, null, 0, request.at()));
    return SimResponse.empty(200).header("Location", "/" + name);
  }

  private SimResponse delete(String name) {
    objects.bucket(name);
    if (!objects.isEmpty(name)) {
      throw new S3Error(409, "BucketNotEmpty", "The bucket you tried to delete is not empty");
    }
    objects.buckets().remove(name);
    return SimResponse.empty(204);
  }

  private SimResponse putLock(SimRequest request, String name) {
    Bucket bucket = objects.bucket(name);
    String mode = element(request.text(), "Mode");
    String days = element(request.text(), "Days");
    String years = element(request.text(), "Years");
    int retention =
        !days.isEmpty()
            ? Integer.parseInt(days)
            : years.isEmpty() ? 0 : 365 * Integer.parseInt(years);
    objects
        .buckets()
        .put(
            name,
            new Bucket(name, true, mode.isEmpty() ? null : mode, retention, bucket.createdAt()));
    return SimResponse.empty(200);
  }

  private static SimResponse getLock(Bucket bucket) {
    if (!bucket.lockable()) {
      throw new S3Error(
          404,
          "ObjectLockConfigurationNotFoundError",
          "Object Lock configuration does not exist for this bucket");
    }
    var xml = new Xml().root("ObjectLockConfiguration").add("ObjectLockEnabled", "Enabled");
    if (bucket.lockDays() > 0) {
      xml.open("Rule").open("DefaultRetention");
      xml.add("Mode", bucket.lockMode()).add("Days", bucket.lockDays());
      xml.close("DefaultRetention").close("Rule");
    }
    return xml(xml.close("ObjectLockConfiguration"));
  }

  private SimResponse list(SimRequest request, String bucket) {
    boolean second = "2".equals(request.query("list-type"));
    String token = request.query("continuation-token", "");
    String after =
        token.isEmpty()
            ? request.query(second ? "start-after" : "marker", "")
            : new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
    var asked =
        new Listing.Asked(
            request.query("prefix", ""),
            request.query("delimiter", ""),
            after,
            Math.clamp(Integer.parseInt(request.query("max-keys", "1000")), 0, 1000));
    boolean encoded = "url".equals(request.query("encoding-type"));
    var page = Listing.of(objects.in(bucket), asked);
    var xml = new Xml().root("ListBucketResult").add("Name", bucket);
    xml.add("Prefix", encode(asked.prefix(), encoded)).add("MaxKeys", asked.most());
    xml.add("KeyCount", second ? page.objects().size() + page.folders().size() : null);
    xml.add("EncodingType", encoded ? "url" : null).add("IsTruncated", page.truncated());
    xml.add("Delimiter", asked.delimiter().isEmpty() ? null : encode(asked.delimiter(), encoded));
    if (page.truncated()) {
      byte[] last = page.last().getBytes(StandardCharsets.UTF_8);
      xml.add("NextContinuationToken", second ? Base64.getUrlEncoder().encodeToString(last) : null);
      xml.add("NextMarker", second ? null : encode(page.last(), encoded));
    }
    page.objects().forEach(one -> addContents(xml, one, encoded));
    for (String folder : page.folders()) {
      xml.open("CommonPrefixes").add("Prefix", encode(folder, encoded)).close("CommonPrefixes");
    }
    return xml(xml.close("ListBucketResult"));
  }

  private static void addContents(Xml xml, StoredObject one, boolean encoded) {
    xml.open("Contents")
        .add("Key", encode(one.key(), encoded))
        .add("LastModified", one.modifiedAt())
        .add("ETag", '"' + one.etag() + '"')
        .add("Size", one.size())
        .add("StorageClass", "STANDARD")
        .close("Contents");
  }

  private SimResponse deleteMany(SimRequest request, String bucket) {
    objects.bucket(bucket);
    boolean quiet = element(request.text(), "Quiet").equals("true");
    var xml = new Xml().root("DeleteResult");
    Matcher keys = Pattern.compile("(?s)<Key>(.*?)</Key>").matcher(request.text());
    int asked = 0;
    while (keys.find()) {
      if (++asked > 1000) {
        throw new S3Error(400, "MalformedXML", "At most 1000 keys in one request.");
      }
      String key = unescape(keys.group(1));
      var found = objects.find(bucket, key);
      if (found.filter(one -> one.isLocked(request.at())).isPresent()) {
        xml.open("Error").add("Key", key).add("Code", "AccessDenied");
        xml.add("Message", "Access Denied because object protected by object lock.");
        xml.close("Error");
        continue;
      }
      found.ifPresent(objects::remove);
      if (!quiet) {
        xml.open("Deleted").add("Key", key).close("Deleted");
      }
    }
    return xml(xml.close("DeleteResult"));
  }

  static String element(String xml, String name) {
    Matcher found = Pattern.compile("(?s)<" + name + ">(.*?)</" + name + ">").matcher(xml);
    return found.find() ? unescape(found.group(1)).trim() : "";
  }

  private static String unescape(String text) {
    return text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&apos;", "'")
        .replace("&#13;", "\r")
        .replace("&amp;", "&");
  }

  private static String encode(String text, boolean encoded) {
    return encoded ? URLEncoder.encode(text, StandardCharsets.UTF_8).replace("%2F", "/") : text;
  }

  static SimResponse xml(Xml xml) {
    return SimResponse.text(200, "application/xml", xml.toString());
  }
}
