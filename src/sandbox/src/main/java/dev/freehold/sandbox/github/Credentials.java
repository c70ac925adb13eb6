package dev.freehold.sandbox.github;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.sandbox.SimJson;
import dev.freehold.sandbox.SimRequest;
import dev.freehold.sandbox.State;
import dev.freehold.sandbox.Table;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** The App's key and the installation's tokens. */
final class Credentials {

  private static final Duration LIFETIME = Duration.ofHours(1);
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String KEY = "app";

  /** Both halves in Base64, as the JDK encodes them. */
  record AppKey(String privateKey, String publicKey) {}

  record Token(String value, Instant expiresAt) {}

  private final Table<AppKey> keys;
  private final Table<Token> tokens;
  private @Nullable AppKey kept;

  Credentials(State state) {
    keys = state.table("app_keys", AppKey.class);
    tokens = state.table("tokens", Token.class);
    kept = keys.find(KEY).orElse(null);
  }

  String privateKeyPem() {
    String base64 = appKey().privateKey().replaceAll("(.{64})", "$1\n");
    return "-----BEGIN PRIVATE KEY-----\n" + base64 + "\n-----END PRIVATE KEY-----\n";
  }

  /** Checks the App's JWT and hands out a token of an hour. */
  Token issue(SimRequest request) {
    checkJwt(bearer(request), request.at());
    byte[] bytes = new byte[27];
    RANDOM.nextBytes(bytes);
    String value = "ghs_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    var token = new Token(value, request.at().plus(LIFETIME));
    tokens.removeIf(old -> !old.expiresAt().isAfter(request.at()));
    tokens.put(value, token);
    return token;
  }

  void checkToken(SimRequest request) {
    boolean good =
        tokens
            .find(bearer(request))
            .filter(token -> token.expiresAt().isAfter(request.at()))
            .isPresent();
    if (!good) {
      throw new GitHubError(401, "Bad credentials");
    }
  }

  /** After a reset: the product read the key when it started and keeps it. */
  void restoreKey() {
    if (kept != null) {
      keys.put(KEY, kept);
    }
  }

  void revokeAll() {
    tokens.clear();
  }

  private void checkJwt(String jwt, Instant now) {
    String[] parts = jwt.split("\\.", -1);
    if (parts.length != 3 || !isSigned(parts)) {
      throw new GitHubError(401, "A JSON web token could not be decoded");
    }
    JsonNode head = decode(parts[0]);
    JsonNode claims = decode(parts[1]);
    if (!head.path("alg").asText().equals("RS256")
        || !claims.path("iss").asText().equals(GitHubSimulator.APP_ID)) {
      throw new GitHubError(401, "A JSON web token could not be decoded");
    }
    Instant issued = Instant.ofEpochSecond(claims.path("iat").asLong());
    Instant expires = Instant.ofEpochSecond(claims.path("exp").asLong());
    if (issued.isAfter(now)) {
      throw new GitHubError(401, "'Issued at' claim ('iat') must be an Integer in the past");
    }
    boolean tooFar = expires.isAfter(now.plus(Duration.ofMinutes(10)));
    if (!expires.isAfter(now) || tooFar) {
      throw new GitHubError(
          401,
          "'Expiration time' claim ('exp') is "
              + (tooFar ? "too far in the future" : "in the past"));
    }
  }

  private boolean isSigned(String[] parts) {
    try {
      PublicKey key =
          KeyFactory.getInstance("RSA")
              .generatePublic(
                  new X509EncodedKeySpec(Base64.getDecoder().decode(appKey().publicKey())));
      var signature = Signature.getInstance("SHA256withRSA");
      signature.initVerify(key);
      signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
      return signature.verify(Base64.getUrlDecoder().decode(parts[2]));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return false;
    }
  }

  private static JsonNode decode(String part) {
    try {
      return SimJson.tree(Base64.getUrlDecoder().decode(part));
    } catch (UncheckedIOException | IllegalArgumentException e) {
      throw new GitHubError(401, "A JSON web token could not be decoded");
    }
  }

  private static String bearer(SimRequest request) {
    String header = request.header("authorization", "");
    if (header.startsWith("Bearer ") || header.startsWith("token ")) {
      return header.substring(header.indexOf(' ') + 1);
    }
    throw new GitHubError(401, "Requires authentication");
  }

  /** Made when first needed: it costs a tenth of a second. */
  private AppKey appKey() {
    AppKey key = kept == null ? Made.KEY : kept;
    if (kept == null) {
      kept = key;
      keys.put(KEY, key);
    }
    return key;
  }

  /** One per process is enough, and costs a test nothing but the first time. */
  private static final class Made {
    static final AppKey KEY = makeKey();
  }

  private static AppKey makeKey() {
    try {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      var pair = generator.generateKeyPair();
      var base64 = Base64.getEncoder();
      return new AppKey(
          base64.encodeToString(pair.getPrivate().getEncoded()),
          base64.encodeToString(pair.getPublic().getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
