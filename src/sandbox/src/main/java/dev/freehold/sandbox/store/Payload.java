package dev.freehold.sandbox.store;

import dev.freehold.sandbox.SimRequest;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;
import org.jspecify.annotations.Nullable;

/**
 * What a PUT carries: the chunks of {@code aws-chunked} joined, every checksum it names checked.
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record Payload(byte[] content, Map<String, String> checksums) {

  private static final String PREFIX = "x-amz-checksum-";

  static Payload of(SimRequest request) {
    String hash = request.header("x-amz-content-sha256", "UNSIGNED-PAYLOAD");
    var trailers = new LinkedHashMap<String, String>();
    byte[] content =
        hash.startsWith("STREAMING-") ? unchunk(request.body(), trailers) : request.body();
    if (hash.matches("[0-9a-f]{64}")
        && !hash.equals(HexFormat.of().formatHex(digest("SHA-256", content)))) {
      throw new S3Error(
          400,
          "XAmzContentSHA256Mismatch",
          "The provided 'x-amz-content-sha256' header does not match what was computed.");
    }
    String md5 = request.header("content-md5");
    if (md5 != null && !md5.equals(base64(digest("MD5", content)))) {
      throw new S3Error(
          400, "BadDigest", "The Content-MD5 you specified did not match what we received.");
    }
    var named = new LinkedHashMap<String, String>();
    request.headers().forEach((name, values) -> addChecksum(named, name, values.getFirst()));
    trailers.forEach((name, value) -> addChecksum(named, name, value));
    named.forEach((name, value) -> check(name, value, content));
    return new Payload(content, named);
  }

  static String md5(byte[] content) {
    return HexFormat.of().formatHex(digest("MD5", content));
  }

  private static void addChecksum(Map<String, String> named, String name, String value) {
    if (name.startsWith(PREFIX)
        && !name.equals("x-amz-checksum-algorithm")
        && !name.equals("x-amz-checksum-mode")
        && !name.equals("x-amz-checksum-type")) {
      named.put(name, value);
    }
  }

  private static void check(String name, String value, byte[] content) {
    String computed = checksum(name.substring(PREFIX.length()), content);
    if (computed != null && !computed.equals(value)) {
      throw new S3Error(400, "BadDigest", "The " + name + " you specified did not match.");
    }
  }

  private static @Nullable String checksum(String algorithm, byte[] content) {
    return switch (algorithm) {
      case "crc32" -> crc(new CRC32(), content);
      case "crc32c" -> crc(new CRC32C(), content);
      case "sha1" -> base64(digest("SHA-1", content));
      case "sha256" -> base64(digest("SHA-256", content));
      default -> null;
    };
  }

  private static String crc(Checksum crc, byte[] content) {
    crc.update(content);
    return base64(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
  }

  static byte[] digest(String algorithm, byte[] content) {
    try {
      return MessageDigest.getInstance(algorithm).digest(content);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  /** {@code size[;chunk-signature=…]CRLF data CRLF …0 CRLF trailers CRLF}. */
  private static byte[] unchunk(byte[] body, Map<String, String> trailers) {
    var content = new ByteArrayOutputStream();
    int at = 0;
    while (true) {
      int end = lineEnd(body, at);
      String size = line(body, at, end).replaceFirst(";.*", "").trim();
      int length = Integer.parseInt(size, 16);
      at = end + 2;
      if (length == 0) {
        break;
      }
      content.write(body, at, length);
      at += length + 2;
    }
    while (at < body.length) {
      int end = lineEnd(body, at);
      String trailer = line(body, at, end);
      int colon = trailer.indexOf(':');
      if (colon > 0) {
        trailers.put(
            trailer.substring(0, colon).trim().toLowerCase(Locale.ROOT),
            trailer.substring(colon + 1).trim());
      }
      at = end + 2;
    }
    return content.toByteArray();
  }

  private static String line(byte[] body, int from, int to) {
    return new String(body, from, to - from, StandardCharsets.US_ASCII);
  }

  private static int lineEnd(byte[] body, int from) {
    int at = from;
    while (at < body.length && body[at] != '\r') {
      at++;
    }
    return at;
  }
}
