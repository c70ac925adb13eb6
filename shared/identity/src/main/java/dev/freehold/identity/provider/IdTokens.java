package dev.freehold.identity.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.kernel.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Objects;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/** Checks id tokens: signature, issuer, audience, times and nonce. */
@ApplicationScoped
class IdTokens {

  private static final int SKEW_SECONDS = 30;

  private final Clock clock;

  IdTokens(Clock clock) {
    this.clock = clock;
  }

  /** What a token must say, and the issuer's public keys (a JWK set). */
  record Expected(String issuer, String audience, String nonce, JsonNode keys) {}

  /** What a right token says of the person. */
  record Claims(
      String subject,
      @Nullable String email,
      boolean emailVerified,
      @Nullable String name,
      @Nullable String givenName,
      @Nullable String familyName) {}

  /**
   * @throws dev.freehold.kernel.Refusal {@code PROVIDER_REFUSED}
   */
  Claims check(String idToken, Expected expected) {
    try {
      JwtClaims claims = consume(idToken, expected);
      if (!Objects.equals(claims.getStringClaimValue("nonce"), expected.nonce())) {
        throw ProviderHttp.refused("the id token is of another sign-in");
      }
      return new Claims(
          claims.getSubject(),
          claims.getStringClaimValue("email"),
          Boolean.TRUE.equals(claims.getClaimValue("email_verified")),
          claims.getStringClaimValue("name"),
          claims.getStringClaimValue("given_name"),
          claims.getStringClaimValue("family_name"));
    } catch (InvalidJwtException | MalformedClaimException | JoseException e) {
      throw ProviderHttp.refused("the id token is not valid");
    }
  }

  private JwtClaims consume(String idToken, Expected expected)
      throws InvalidJwtException, JoseException {
    var keys = new JsonWebKeySet(Json.write(expected.keys())).getJsonWebKeys();
    return new JwtConsumerBuilder()
        .setVerificationKeyResolver(new JwksVerificationKeyResolver(keys))
        .setJwsAlgorithmConstraints(
            AlgorithmConstraints.ConstraintType.PERMIT,
            AlgorithmIdentifiers.RSA_USING_SHA256,
            AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256)
        .setExpectedIssuer(true, expected.issuer())
        .setExpectedAudience(true, expected.audience())
        .setRequireSubject()
        .setRequireExpirationTime()
        .setRequireIssuedAt()
        .setAllowedClockSkewInSeconds(SKEW_SECONDS)
        .setEvaluationTime(NumericDate.fromSeconds(clock.instant().getEpochSecond()))
        .build()
        .processToClaims(idToken);
  }
}
