package dev.freehold.github;

import dev.freehold.kernel.Json;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;

/** The App's key, which signs the short tokens that installation tokens are asked for with. */
final class AppKey {

  // GitHub refuses more than ten minutes, and clocks differ.
  private static final Duration LIFETIME = Duration.ofMinutes(9);
  private static final Duration BACKDATED = Duration.ofSeconds(60);

  private final PrivateKey key;
  private final String appId;

  AppKey(String pem, String appId) {
    this.appId = appId;
    String base64 = pem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
    try {
      this.key =
          KeyFactory.getInstance("RSA")
              .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("freehold.github.private-key is not a PKCS#8 RSA key", e);
    }
  }

  String token(Instant now) {
    String head = encode(Json.write(Map.of("alg", "RS256", "typ", "JWT")));
    String claims =
        encode(
            Json.write(
                Map.of(
                    "iat", now.minus(BACKDATED).getEpochSecond(),
                    "exp", now.plus(LIFETIME).getEpochSecond(),
                    "iss", appId)));
    String signed = head + "." + claims;
    return signed + "." + encode(sign(signed));
  }

  private byte[] sign(String text) {
    try {
      var signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(key);
      signature.update(text.getBytes(StandardCharsets.US_ASCII));
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the App's key does not sign", e);
    }
  }

  private static String encode(String text) {
    return encode(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
