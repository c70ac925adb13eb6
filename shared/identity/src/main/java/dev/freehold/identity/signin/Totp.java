package dev.freehold.identity.signin;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Time-based codes (RFC 6238): SHA-1, 6 digits, steps of 30 seconds, one step of tolerance. */
public final class Totp {

  /** Length of a secret: 160 bits. */
  public static final int SECRET_BYTES = 20;

  private static final long STEP_SECONDS = 30;
  private static final int TOLERANCE = 1;
  private static final int MODULUS = 1_000_000;
  private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

  private Totp() {}

  static long stepAt(Instant now) {
    return Math.floorDiv(now.getEpochSecond(), STEP_SECONDS);
  }

  /** The code of a step, six digits. */
  public static String codeAt(byte[] secret, Instant now) {
    return code(secret, stepAt(now));
  }

  private static String code(byte[] secret, long step) {
    try {
      var mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(secret, "HmacSHA1"));
      byte[] hash = mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
      int offset = hash[hash.length - 1] & 0x0F;
      int number = ByteBuffer.wrap(hash, offset, Integer.BYTES).getInt() & Integer.MAX_VALUE;
      return String.format(Locale.ROOT, "%06d", number % MODULUS);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA1", e);
    }
  }

  /**
   * The step a code belongs to.
   *
   * @param lastUsedStep only later steps count, so that no code works twice
   * @return empty when the code fits none
   */
  static OptionalLong matchingStep(byte[] secret, String code, Instant now, long lastUsedStep) {
    byte[] typed = code.replace(" ", "").getBytes(StandardCharsets.UTF_8);
    long current = stepAt(now);
    OptionalLong found = OptionalLong.empty();
    for (long step = current - TOLERANCE; step <= current + TOLERANCE; step++) {
      byte[] expected = code(secret, step).getBytes(StandardCharsets.UTF_8);
      if (MessageDigest.isEqual(expected, typed) && step > lastUsedStep) {
        found = OptionalLong.of(step);
      }
    }
    return found;
  }

  /** As authenticator apps take it: base 32, no padding. */
  public static String base32(byte[] secret) {
    var text = new StringBuilder();
    int buffer = 0;
    int bits = 0;
    for (byte b : secret) {
      buffer = (buffer << 8) | (b & 0xFF);
      bits += 8;
      while (bits >= 5) {
        bits -= 5;
        text.append(BASE32.charAt((buffer >>> bits) & 31));
      }
    }
    if (bits > 0) {
      text.append(BASE32.charAt((buffer << (5 - bits)) & 31));
    }
    return text.toString();
  }
}
