package dev.freehold.stripe;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Judges the header {@code Stripe-Signature} over the bytes as they came: {@code t=…,v1=…}, one
 * {@code v1} of any number must be the HMAC-SHA256 of {@code t.body} under one of our secrets.
 */
@ApplicationScoped
public class WebhookSignature {

  /** What a signature is worth. */
  public enum Verdict {
    GENUINE,
    /** Missing, not readable, or made with none of our secrets. */
    INVALID,
    /** Genuine, but too old or from the future. */
    EXPIRED,
    /** There is no secret to judge by: nothing may be taken. */
    NOT_CONFIGURED
  }

  private static final int LONGEST_HEADER = 4096;

  private final StripeConfig config;
  private final Clock clock;

  WebhookSignature(StripeConfig config, Clock clock) {
    this.config = config;
    this.clock = clock;
  }

  /**
   * @param body the bytes that came, not decoded and written again
   */
  public Verdict judge(@Nullable String header, byte[] body) {
    var secrets =
        Stream.of(config.webhookSecret(), config.webhookSecretPrevious())
            .flatMap(java.util.Optional::stream)
            .toList();
    if (secrets.isEmpty()) {
      return Verdict.NOT_CONFIGURED;
    }
    var parsed = header == null || header.length() > LONGEST_HEADER ? null : Parts.of(header);
    if (parsed == null || secrets.stream().noneMatch(secret -> parsed.isMadeWith(secret, body))) {
      return Verdict.INVALID;
    }
    var distance = Duration.between(parsed.at(), clock.instant()).abs();
    return distance.compareTo(config.tolerance()) > 0 ? Verdict.EXPIRED : Verdict.GENUINE;
  }

  /** The header's value for a body: what Stripe, and so the sandbox, would send. */
  public static String header(byte[] body, String secret, Instant at) {
    long seconds = at.getEpochSecond();
    return "t=" + seconds + ",v1=" + HexFormat.of().formatHex(hmac(secret, seconds, body));
  }

  private record Parts(long seconds, List<byte[]> signatures) {

    static @Nullable Parts of(String header) {
      Long seconds = null;
      var signatures = new ArrayList<byte[]>();
      for (String part : header.split(",", -1)) {
        var value = part.strip();
        if (value.matches("t=\\d{1,12}")) {
          seconds = Long.valueOf(value.substring(2));
        } else if (value.matches("v1=[0-9a-f]{64}")) {
          signatures.add(HexFormat.of().parseHex(value.substring(3)));
        }
      }
      return seconds == null || signatures.isEmpty() ? null : new Parts(seconds, signatures);
    }

    boolean isMadeWith(String secret, byte[] body) {
      var expected = hmac(secret, seconds, body);
      boolean found = false;
      for (byte[] signature : signatures) {
        found |= MessageDigest.isEqual(expected, signature);
      }
      return found;
    }

    Instant at() {
      return Instant.ofEpochSecond(seconds);
    }
  }

  private static byte[] hmac(String secret, long seconds, byte[] body) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      mac.update((seconds + ".").getBytes(StandardCharsets.UTF_8));
      return mac.doFinal(body);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HMAC-SHA256 is part of every Java", e);
    }
  }
}
