package dev.freehold.sandbox.store;

import dev.freehold.sandbox.SimRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Checks signatures, in the header or in the query of a pre-signed URL. Those of the sandbox's own
 * key are computed and compared; other keys are let in unchecked. A pre-signed URL must not be
 * expired, whoever signed it.
 */
final class SigV4 {

  private static final Pattern HEADER =
      Pattern.compile(
          "AWS4-HMAC-SHA256 Credential=([^,]+), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]+)");
  private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'");

  // A client of AWS signs with the machine's time and not with the product's clock. A URL is good
  // while it is by either of them.
  private static final Clock MACHINE = Clock.systemUTC();

  private record Signed(
      String credential, String headers, String signature, String date, String payloadHash) {}

  private SigV4() {}

  /** Nothing for a request without a signature: that is refused by who needs one. */
  static void check(SimRequest request) {
    Signed signed = read(request).orElseThrow(() -> S3Error.denied("Access Denied"));
    String[] scope = signed.credential().split("/", -1);
    if (scope.length != 5 || !scope[4].equals("aws4_request")) {
      throw new S3Error(
          400, "AuthorizationHeaderMalformed", "The authorization header is malformed.");
    }
    if (scope[0].equals(StoreSimulator.ACCESS_KEY)) {
      byte[] expected = signature(request, signed, scope);
      if (!MessageDigest.isEqual(expected, HexFormat.of().parseHex(signed.signature()))) {
        throw new S3Error(
            403,
            "SignatureDoesNotMatch",
            "The request signature we calculated does not match the signature you provided.");
      }
    }
  }

  private static Optional<Signed> read(SimRequest request) {
    if (request.query("X-Amz-Signature") != null) {
      checkExpiry(request);
      return Optional.of(
          new Signed(
              request.query("X-Amz-Credential", ""),
              request.query("X-Amz-SignedHeaders", ""),
              request.query("X-Amz-Signature", ""),
              request.query("X-Amz-Date", ""),
              request.query(
                  "X-Amz-Content-Sha256",
                  request.header("x-amz-content-sha256", "UNSIGNED-PAYLOAD"))));
    }
    Matcher header = HEADER.matcher(request.header("authorization", ""));
    if (!header.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new Signed(
            header.group(1),
            header.group(2),
            header.group(3),
            request.header("x-amz-date", ""),
            request.header("x-amz-content-sha256", "UNSIGNED-PAYLOAD")));
  }

  private static void checkExpiry(SimRequest request) {
    Instant signedAt =
        LocalDateTime.parse(request.query("X-Amz-Date", ""), DATE).toInstant(ZoneOffset.UTC);
    Instant until = signedAt.plusSeconds(Long.parseLong(request.query("X-Amz-Expires", "0")));
    if (until.isBefore(request.at()) && until.isBefore(MACHINE.instant())) {
      throw S3Error.denied("Request has expired");
    }
  }

  private static byte[] signature(SimRequest request, Signed signed, String[] scope) {
    String canonical =
        String.join(
            "\n",
            request.method(),
            request.rawPath(),
            canonicalQuery(request.rawQuery()),
            canonicalHeaders(request, signed.headers()),
            signed.headers(),
            signed.payloadHash());
    String toSign =
        String.join(
            "\n",
            "AWS4-HMAC-SHA256",
            signed.date(),
            String.join("/", List.of(scope).subList(1, 5)),
            HexFormat.of().formatHex(Payload.digest("SHA-256", utf8(canonical))));
    byte[] key = utf8("AWS4" + StoreSimulator.SECRET_KEY);
    for (int i = 1; i < 5; i++) {
      key = hmac(key, scope[i]);
    }
    return hmac(key, toSign);
  }

  private static String canonicalQuery(String rawQuery) {
    if (rawQuery.isEmpty()) {
      return "";
    }
    var pairs = new ArrayList<String>();
    for (String pair : rawQuery.split("&", -1)) {
      if (!pair.startsWith("X-Amz-Signature=")) {
        pairs.add(pair.contains("=") ? pair : pair + "=");
      }
    }
    Collections.sort(pairs);
    return String.join("&", pairs);
  }

  private static String canonicalHeaders(SimRequest request, String names) {
    var lines = new StringBuilder();
    for (String name : names.split(";", -1)) {
      var values = request.headers().getOrDefault(name, List.of(""));
      String joined = String.join(",", values).trim().replaceAll(" +", " ");
      lines.append(name).append(':').append(joined).append('\n');
    }
    return lines.toString();
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(utf8(text));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
