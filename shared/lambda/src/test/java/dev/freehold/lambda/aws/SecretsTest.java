package dev.freehold.lambda.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.kernel.login.Login;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.util.Map;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SecretsTest {

  private static final String OWNER = "arn:aws:secretsmanager:eu-central-1:1:secret:rds!cluster-1";

  private static final Map<String, String> SECRETS =
      Map.of(
          "keys",
          "{\"freehold.keys.pepper-secret\": \"p-1\", \"freehold.a.number\": 7}",
          "stripe",
          "{\"freehold.billing.stripe.secret-key\": \"sk_test_1\"}",
          "torn",
          "{\"freehold.keys.pepper-secret\": \"half-of-a-sec",
          "nested",
          "{\"freehold.keys\": {\"pepper-secret\": \"deep-sec\"}}",
          OWNER,
          "{\"username\": \"freehold_owner\", \"password\": \"rot:ated/1\"}");

  private AwsServer server;

  @BeforeEach
  void start() throws IOException {
    server =
        new AwsServer(
            "secretsmanager",
            "secretsmanager",
            "SecretsManager",
            (operation, request) -> {
              String id = request.path("SecretId").asText();
              if (!operation.equals("GetSecretValue") || !SECRETS.containsKey(id)) {
                throw new AwsServer.Fault(400, "ResourceNotFoundException");
              }
              return Map.of("Name", id, "SecretString", SECRETS.get(id));
            });
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static Config config(Map<String, String> settings) {
    var builder = new SmallRyeConfigBuilder().withSources(new SecretsSource());
    settings.forEach(builder::withDefaultValue);
    return builder.build();
  }

  @Test
  void everyKeyOfEachSecretIsConfiguration() {
    Config config = config(Map.of("freehold.secrets", "keys, stripe"));

    assertThat(config.getValue("freehold.keys.pepper-secret", String.class)).isEqualTo("p-1");
    assertThat(config.getValue("freehold.a.number", Integer.class)).isEqualTo(7);
    assertThat(config.getValue("freehold.billing.stripe.secret-key", String.class))
        .isEqualTo("sk_test_1");
    assertThat(server.asked).containsExactly("GetSecretValue", "GetSecretValue");
  }

  @Test
  void withoutSecretsNothingIsAsked() {
    assertThat(config(Map.of()).getOptionalValue("freehold.keys.pepper-secret", String.class))
        .isEmpty();
    assertThat(server.asked).isEmpty();
  }

  @Test
  void aSecretThatIsNotThereStopsTheStartByItsName() {
    assertThatThrownBy(() -> config(Map.of("freehold.secrets", "keys,gone")))
        .hasStackTraceContaining("secret gone cannot be read: ResourceNotFoundException");
  }

  @Test
  void aServiceThatIsAwayStopsTheStart() {
    server.close();
    System.setProperty("aws.region", "eu-central-1");
    System.setProperty("aws.accessKeyId", "AKID");
    System.setProperty("aws.secretAccessKey", "s");
    System.setProperty("aws.endpointUrlSecretsManager", "http://127.0.0.1:1");

    assertThatThrownBy(() -> config(Map.of("freehold.secrets", "keys")))
        .hasStackTraceContaining("secret keys cannot be read");
  }

  @Test
  void whatIsInASecretIsSaidNowhere() {
    for (String id : new String[] {"torn", "nested"}) {
      assertThatThrownBy(() -> config(Map.of("freehold.secrets", id)))
          .satisfies(
              failure -> {
                var trace = new StringWriter();
                failure.printStackTrace(new PrintWriter(trace));
                assertThat(trace.toString())
                    .contains("secret " + id)
                    .doesNotContain("half-of-a-sec", "deep-sec");
              });
    }
  }

  @Test
  void theOwnersLoginIsReadAnewEachTime() {
    var logins = new AwsLogins(Clock.systemUTC());

    assertThat(logins.ofSecret(OWNER)).isEqualTo(new Login("freehold_owner", "rot:ated/1"));
    assertThat(logins.ofSecret(OWNER).toString()).doesNotContain("rot:ated");
    assertThat(server.asked).hasSize(2);
    assertThatThrownBy(() -> logins.ofSecret("keys")).hasMessage("secret keys has no username");
  }
}
