package dev.freehold.sandbox.google;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freehold.sandbox.SimJson;
import dev.freehold.sandbox.State;
import dev.freehold.sandbox.Table;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** What id tokens are signed with: RSA, kept over restarts. */
final class SigningKey {

  private static final String KID = "sandbox-1";
  private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

  /** Both halves in Base64, as the JDK encodes them. */
  record Kept(String privateKey, String publicKey) {}

  private final Table<Kept> keys;
  private @Nullable Kept kept;

  SigningKey(State state) {
    keys = state.table("signing_keys", Kept.class);
    kept = keys.find(KID).orElse(null);
  }

  /** After a reset it stays the same. */
  void restore() {
    if (kept != null) {
      keys.put(KID, kept);
    }
  }

  ObjectNode jwks() {
    try {
      byte[] encoded = Base64.getDecoder().decode(key().publicKey());
      var publicKey =
          (RSAPublicKey)
              KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(encoded));
      ObjectNode set = SimJson.object();
      set.putArray("keys")
          .addObject()
          .put("kty", "RSA")
          .put("use", "sig")
          .put("alg", "RS256")
          .put("kid", KID)
          .put("n", unsigned(publicKey.getModulus()))
          .put("e", unsigned(publicKey.getPublicExponent()));
      return set;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String unsigned(BigInteger number) {
    byte[] bytes = number.toByteArray();
    return BASE64URL.encodeToString(
        bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes);
  }

  String sign(ObjectNode claims) {
    try {
      ObjectNode head = SimJson.object().put("alg", "RS256").put("kid", KID).put("typ", "JWT");
      String signed =
          BASE64URL.encodeToString(SimJson.bytes(head))
              + "."
              + BASE64URL.encodeToString(SimJson.bytes(claims));
      byte[] encoded = Base64.getDecoder().decode(key().privateKey());
      var signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(
          KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(encoded)));
      signature.update(signed.getBytes(StandardCharsets.US_ASCII));
      return signed + "." + BASE64URL.encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private Kept key() {
    if (kept == null) {
      kept = make();
      keys.put(KID, kept);
    }
    return kept;
  }

  private static Kept make() {
    try {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      var pair = generator.generateKeyPair();
      var base64 = Base64.getEncoder();
      return new Kept(
          base64.encodeToString(pair.getPrivate().getEncoded()),
          base64.encodeToString(pair.getPublic().getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
