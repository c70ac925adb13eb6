package dev.freehold.lambda.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.SecretsManagerException;

/** Reads JSON objects from Secrets Manager. Says of a failure which secret, never what is in it. */
final class SecretStore {

  private SecretStore() {}

  /**
   * The newest version, read anew.
   *
   * @param id name or ARN
   * @throws IllegalStateException when it cannot be read, or is no JSON object
   */
  static JsonNode read(String id) {
    try (var client =
        SecretsManagerClient.builder()
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build()) {
      return object(id, client.getSecretValue(request -> request.secretId(id)).secretString());
    } catch (SecretsManagerException e) {
      throw new IllegalStateException(
          "secret %s cannot be read: %s".formatted(id, e.awsErrorDetails().errorCode()), e);
    } catch (SdkException e) {
      throw new IllegalStateException("secret %s cannot be read".formatted(id), e);
    }
  }

  /** Without the parser's exception, whose message quotes the text. */
  private static JsonNode object(String id, String text) {
    try {
      JsonNode read = new ObjectMapper().readTree(text);
      if (read != null && read.isObject()) {
        return read;
      }
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("secret %s is no JSON object".formatted(id));
    }
    throw new IllegalStateException("secret %s is no JSON object".formatted(id));
  }
}
