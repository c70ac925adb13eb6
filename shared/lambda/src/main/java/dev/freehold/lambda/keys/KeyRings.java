package dev.freehold.lambda.keys;

import dev.freehold.kernel.KeyRing;
import dev.freehold.kernel.KeysConfig;
import dev.freehold.kernel.LocalKeyRing;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.kms.KmsClient;

/** Chooses where keys come from. */
class KeyRings {

  @Produces
  @ApplicationScoped
  KeyRing keyRing(KeysConfig config) {
    return switch (config.provider()) {
      case "local" -> new LocalKeyRing(config);
      case "kms" ->
          new KmsKeyRing(
              KmsClient.builder().httpClientBuilder(UrlConnectionHttpClient.builder()).build(),
              config
                  .kmsKey()
                  .orElseThrow(() -> new IllegalStateException("freehold.keys.kms-key is not set")),
              LocalKeyRing.key("freehold.keys.pepper-secret", config.pepperSecret()));
      default ->
          throw new IllegalStateException(
              "freehold.keys.provider is kms or local, not " + config.provider());
    };
  }
}
