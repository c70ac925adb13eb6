package dev.freehold.verify.attacks;

import static dev.freehold.verify.attacks.Target.HTTP;

import dev.freehold.verify.host.Reply;
import dev.freehold.verify.host.Tenant;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** An authenticator app, enrolled as a person does it. */
record Authenticator(byte[] secret, List<String> backupCodes) {

  private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

  static Authenticator enrol(Tenant owner) {
    Reply started = HTTP.as(owner.session()).post("/v1/users/me/two-factor", Map.of()).is(201);
    byte[] secret = decode(started.text("/secret"));
    var app = new Authenticator(secret, List.of());
    Reply confirmed =
        HTTP.as(owner.session())
            .post("/v1/users/me/two-factor/confirm", Map.of("code", app.code()))
            .is(200);
    List<String> codes =
        StreamSupport.stream(confirmed.body().path("backupCodes").spliterator(), false)
            .map(code -> code.asText())
            .toList();
    return new Authenticator(secret, codes);
  }

  /** Of the step that begins now: none of an earlier one is taken twice. */
  String nextCode() {
    Tenant.advance(HTTP, "PT30S");
    return code();
  }

  /** RFC 6238, as an app on the host's clock computes it. */
  String code() {
    Instant now = Instant.parse(HTTP.get("/v1/sandbox/clock").is(200).text("/now"));
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(secret, "HmacSHA1"));
      byte[] hash = mac.doFinal(ByteBuffer.allocate(8).putLong(now.getEpochSecond() / 30).array());
      int offset = hash[hash.length - 1] & 0xf;
      int number = ByteBuffer.wrap(hash).getInt(offset) & 0x7fffffff;
      return "%06d".formatted(number % 1_000_000);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA1", e);
    }
  }

  private static byte[] decode(String base32) {
    var bytes = ByteBuffer.allocate(base32.length() * 5 / 8);
    int bits = 0;
    int buffer = 0;
    for (char letter : base32.toCharArray()) {
      buffer = buffer << 5 | BASE32.indexOf(letter);
      bits += 5;
      if (bits >= 8) {
        bits -= 8;
        bytes.put((byte) (buffer >> bits));
        buffer &= (1 << bits) - 1;
      }
    }
    return bytes.array();
  }
}
