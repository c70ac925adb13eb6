package dev.freehold.lambda.wake;

import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;

/** Chooses where the state is kept; the local host brings its own. */
class WakeStores {

  /** A caller waits for it, so it is given up early; the first call of an instance connects. */
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(2);

  @Produces
  @ApplicationScoped
  @DefaultBean
  WakeStore wakeStore(WakeConfig config) {
    return config
        .table()
        .<WakeStore>map(table -> new DynamoWakeStore(client(config), table))
        .orElseGet(NoWakeStore::new);
  }

  private static DynamoDbClient client(WakeConfig config) {
    DynamoDbClientBuilder client =
        DynamoDbClient.builder()
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .overrideConfiguration(
                o -> o.apiCallTimeout(ANSWER_WITHIN).retryStrategy(RetryMode.STANDARD));
    config.endpoint().map(URI::create).ifPresent(client::endpointOverride);
    return client.build();
  }
}
