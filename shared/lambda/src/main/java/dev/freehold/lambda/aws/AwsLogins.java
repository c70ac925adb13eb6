package dev.freehold.lambda.aws;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.kernel.login.Login;
import dev.freehold.kernel.login.LoginSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;

/** Logins by IAM, and the owner's by the secret RDS makes and rotates. */
@ApplicationScoped
class AwsLogins implements LoginSource {

  private final Clock clock;
  private @Nullable AwsCredentialsProvider credentials;
  private @Nullable Region region;

  AwsLogins(Clock clock) {
    this.clock = clock;
  }

  @Override
  public synchronized String token(String host, int port, String user) {
    if (credentials == null || region == null) {
      credentials = DefaultCredentialsProvider.builder().build();
      region = DefaultAwsRegionProviderChain.builder().build().getRegion();
    }
    return RdsToken.of(
        new RdsToken.Target(host, port, user, region), credentials.resolveCredentials(), clock);
  }

  @Override
  public Login ofSecret(String secretId) {
    JsonNode secret = SecretStore.read(secretId);
    return new Login(text(secretId, secret, "username"), text(secretId, secret, "password"));
  }

  private static String text(String secretId, JsonNode secret, String name) {
    JsonNode value = secret.path(name);
    if (!value.isTextual()) {
      throw new IllegalStateException("secret " + secretId + " has no " + name);
    }
    return value.textValue();
  }
}
