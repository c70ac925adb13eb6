package dev.freehold.kernel.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DatabaseLoginTest {

  private static final String URL =
      "jdbc:postgresql://db.example:5433/freehold?sslmode=verify-full&sslrootcert=/opt/rds-ca.pem";

  private int tokens;

  private final LoginSource source =
      new LoginSource() {
        @Override
        public String token(String host, int port, String user) {
          return "%s:%d/%s/%d".formatted(host, port, user, ++tokens);
        }

        @Override
        public Login ofSecret(String secretId) {
          return new Login("freehold_owner", "of " + secretId);
        }
      };

  private DatabaseLogin login(String auth, Optional<String> password, Optional<String> secret) {
    return new DatabaseLogin(URL, "freehold_app", auth, password, secret, () -> source);
  }

  @Test
  void byPasswordTheConfiguredOne() {
    DatabaseLogin login = login("password", Optional.of("pw"), Optional.empty());

    assertThat(login.getCredentials("freehold"))
        .isEqualTo(Map.of("user", "freehold_app", "password", "pw"));
    assertThat(login.as("freehold_retention", Optional.of("other")))
        .contains(new Login("freehold_retention", "other"));
    assertThat(login.as("freehold_retention", Optional.empty())).isEmpty();
  }

  @Test
  void byIamATokenForEachConnection() {
    DatabaseLogin login = login("iam", Optional.empty(), Optional.empty());

    assertThat(login.getCredentials("freehold"))
        .containsEntry("password", "db.example:5433/freehold_app/1");
    assertThat(login.own().password()).endsWith("/2");
    assertThat(login.as("freehold_retention", Optional.empty()))
        .contains(new Login("freehold_retention", "db.example:5433/freehold_retention/3"));
  }

  @Test
  void anOwnersSecretIsItsLogin() {
    assertThat(login("iam", Optional.empty(), Optional.of("arn:owner")).own())
        .isEqualTo(new Login("freehold_owner", "of arn:owner"));
  }

  @Test
  void aWrongConfigurationIsNamed() {
    assertThatThrownBy(() -> login("password", Optional.empty(), Optional.empty()).own())
        .hasMessage("freehold.database.secret is not set");
    assertThatThrownBy(() -> login("kerberos", Optional.empty(), Optional.empty()).own())
        .hasMessageContaining("freehold.database.auth");
  }
}
