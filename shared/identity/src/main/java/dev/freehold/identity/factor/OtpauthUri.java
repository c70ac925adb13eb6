package dev.freehold.identity.factor;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** The address that authenticator apps read from a picture. */
final class OtpauthUri {

  private OtpauthUri() {}

  /**
   * @param secret base 32
   */
  static String of(String issuer, String account, String secret) {
    return "otpauth://totp/%s:%s?secret=%s&issuer=%s&algorithm=SHA1&digits=6&period=30"
        .formatted(encoded(issuer), encoded(account), secret, encoded(issuer));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
