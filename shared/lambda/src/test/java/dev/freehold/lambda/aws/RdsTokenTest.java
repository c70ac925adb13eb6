package dev.freehold.lambda.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;
import software.amazon.awssdk.regions.Region;

/** Held against what botocore 1.43.11's generate_db_auth_token makes of the same input. */
class RdsTokenTest {

  private static final String HOST = "freehold.cluster-abc.eu-central-1.rds.amazonaws.com";
  private static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

  private static final String START =
      HOST
          + ":5432/?Action=connect&DBUser=freehold_app&X-Amz-Algorithm=AWS4-HMAC-SHA256"
          + "&X-Amz-Credential=AKIDEXAMPLE%2F20261121%2Feu-central-1%2Frds-db%2Faws4_request"
          + "&X-Amz-Date=20261121T043000Z&X-Amz-Expires=900&X-Amz-SignedHeaders=host";

  @Test
  void aUsersToken() {
    assertThat(parts(token(AwsCredentialsIdentity.create("AKIDEXAMPLE", SECRET))))
        .containsExactly(
            parts(
                START
                    + "&X-Amz-Signature="
                    + "c3ad78a7b95fdbd2881c59794a97259d81dafba6fdb59015f12b2ef7cc900021"));
  }

  @Test
  void aRolesTokenCarriesItsSession() {
    assertThat(
            parts(
                token(
                    AwsSessionCredentialsIdentity.create(
                        "AKIDEXAMPLE", SECRET, "session/token+with=odd"))))
        .containsExactly(
            parts(
                START
                    + "&X-Amz-Security-Token=session%2Ftoken%2Bwith%3Dodd&X-Amz-Signature="
                    + "d1aa88bb37b30cec5a2ebd637fba424075dca690c3ce20ec1d68d6510e8b0daf"));
  }

  private static String token(AwsCredentialsIdentity credentials) {
    return RdsToken.of(
        new RdsToken.Target(HOST, 5432, "freehold_app", Region.EU_CENTRAL_1),
        credentials,
        Clock.fixed(Instant.parse("2026-11-21T04:30:00Z"), ZoneOffset.UTC));
  }

  /** The order of a query's parameters means nothing: its signature is over them sorted. */
  private static String[] parts(String token) {
    String[] parts = token.split("[?&]");
    Arrays.sort(parts);
    return parts;
  }
}
