package dev.freehold.lambda.wake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The real client against DynamoDB's protocol. */
class DynamoWakeStoreTest extends WakeStoreContract {

  private final String table = "freehold-" + UUID.randomUUID();
  private DynamoDouble dynamo;

  @BeforeEach
  void start() throws IOException {
    dynamo = new DynamoDouble();
  }

  @AfterEach
  void stop() {
    dynamo.close();
  }

  @Override
  WakeStore instance() {
    return new DynamoWakeStore(client(dynamo.endpoint()), table);
  }

  static DynamoDbClient client(URI endpoint) {
    return DynamoDbClient.builder()
        .endpointOverride(endpoint)
        .region(Region.EU_CENTRAL_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .build();
  }

  @Test
  void anInstanceAsksOnceForWhatItKnowsToBeKept() {
    WakeStore mine = instance();
    instance().hold(minute(10), minute(10));

    mine.hold(minute(2), minute(5));
    mine.hold(minute(2), minute(5));
    mine.hold(minute(3), minute(6));

    assertThat(dynamo.calls()).containsExactly("UpdateItem", "UpdateItem", "UpdateItem");
    assertThat(mine.read("test-sweep").awakeUntil()).isEqualTo(minute(10));
  }

  @Test
  void saysThatItIsAwayInOneWord() {
    WakeStore mine = instance();
    dynamo.goAway();

    assertThatThrownBy(() -> mine.read("test-sweep"))
        .isInstanceOf(WakeStoreAway.class)
        .hasCauseInstanceOf(SdkException.class);
    assertThatThrownBy(() -> mine.hold(minute(2), minute(5))).isInstanceOf(WakeStoreAway.class);
  }
}
