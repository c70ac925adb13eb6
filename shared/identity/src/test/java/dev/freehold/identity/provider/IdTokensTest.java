package dev.freehold.identity.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.kernel.Json;
import dev.freehold.kernel.Refusal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.function.Consumer;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.Test;

/** An id token that is not signed by the issuer, for us, now, for this sign-in, opens nothing. */
class IdTokensTest {

  private static final Instant NOW = Instant.parse("2026-04-01T10:00:00Z");
  private static final RsaJsonWebKey KEY = key("k1");
  private static final RsaJsonWebKey STRANGER = key("k1");

  private final IdTokens tokens = new IdTokens(Clock.fixed(NOW, ZoneOffset.UTC));

  private static RsaJsonWebKey key(String id) {
    try {
      RsaJsonWebKey key = RsaJwkGenerator.generateJwk(2048);
      key.setKeyId(id);
      return key;
    } catch (JoseException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JwtClaims claims() {
    var claims = new JwtClaims();
    claims.setIssuer("https://issuer.test");
    claims.setAudience("us");
    claims.setSubject("4711");
    claims.setStringClaim("nonce", "n");
    claims.setStringClaim("email", "ada@example.test");
    claims.setClaim("email_verified", true);
    claims.setIssuedAt(NumericDate.fromSeconds(NOW.getEpochSecond()));
    claims.setExpirationTime(NumericDate.fromSeconds(NOW.plusSeconds(60).getEpochSecond()));
    return claims;
  }

  private static String signed(JwtClaims claims, RsaJsonWebKey key) throws JoseException {
    var signature = new JsonWebSignature();
    signature.setPayload(claims.toJson());
    signature.setKey(key.getPrivateKey());
    signature.setKeyIdHeaderValue(key.getKeyId());
    signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
    return signature.getCompactSerialization();
  }

  private IdTokens.Claims check(String token) {
    var keys = Json.tree(new JsonWebKeySet(KEY).toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY));
    return tokens.check(token, new IdTokens.Expected("https://issuer.test", "us", "n", keys));
  }

  private void assertRefused(Consumer<JwtClaims> fault) throws JoseException {
    JwtClaims claims = claims();
    fault.accept(claims);
    assertRefused(signed(claims, KEY));
  }

  private void assertRefused(String token) {
    assertThatThrownBy(() -> check(token))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo("PROVIDER_REFUSED"));
  }

  @Test
  void aRightTokenSaysWhoCame() throws JoseException {
    IdTokens.Claims who = check(signed(claims(), KEY));

    assertThat(who.subject()).isEqualTo("4711");
    assertThat(who.email()).isEqualTo("ada@example.test");
    assertThat(who.emailVerified()).isTrue();
    assertThat(who.name()).isNull();
  }

  @Test
  void whatIsNotForUsNowIsRefused() throws JoseException {
    assertRefused(claims -> claims.setIssuer("https://other.test"));
    assertRefused(claims -> claims.setAudience("them"));
    assertRefused(claims -> claims.setStringClaim("nonce", "of another"));
    assertRefused(claims -> claims.unsetClaim("nonce"));
    assertRefused(claims -> claims.unsetClaim("exp"));
    assertRefused(claims -> claims.unsetClaim("sub"));
    assertRefused(
        claims ->
            claims.setExpirationTime(
                NumericDate.fromSeconds(NOW.minus(Duration.ofMinutes(1)).getEpochSecond())));
  }

  @Test
  void anAddressIsVerifiedOnlyWhereTheTokenSaysSo() throws JoseException {
    JwtClaims claims = claims();
    claims.setClaim("email_verified", "true");

    assertThat(check(signed(claims, KEY)).emailVerified()).isFalse();
  }

  @Test
  void whatTheIssuerHasNotSignedIsRefused() throws JoseException {
    assertRefused(signed(claims(), STRANGER));
    assertRefused("");
    assertRefused("a.b.c");

    var none = new JsonWebSignature();
    none.setPayload(claims().toJson());
    none.setAlgorithmHeaderValue(AlgorithmIdentifiers.NONE);
    none.setAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS);
    assertRefused(none.getCompactSerialization());

    // The public key taken for a shared secret.
    var confused = new JsonWebSignature();
    confused.setPayload(claims().toJson());
    confused.setKeyIdHeaderValue("k1");
    confused.setKey(
        new HmacKey(
            KEY.toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY)
                .getBytes(StandardCharsets.UTF_8)));
    confused.setAlgorithmHeaderValue(AlgorithmIdentifiers.HMAC_SHA256);
    assertRefused(confused.getCompactSerialization());
  }
}
