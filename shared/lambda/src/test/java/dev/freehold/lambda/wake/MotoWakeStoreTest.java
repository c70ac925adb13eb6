package dev.freehold.lambda.wake;

import java.net.URI;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/**
 * The same against another implementation of DynamoDB, which keeps {@link DynamoDouble} honest:
 * {@code moto_server -p 5005}, then {@code -Dfreehold.test.dynamodb=http://127.0.0.1:5005}.
 */
@EnabledIfSystemProperty(named = "freehold.test.dynamodb", matches = "http.+")
class MotoWakeStoreTest extends WakeStoreContract {

  private final String table = "freehold-" + UUID.randomUUID();
  private final DynamoDbClient client =
      DynamoWakeStoreTest.client(URI.create(System.getProperty("freehold.test.dynamodb", "http:")));

  @BeforeEach
  void createTable() {
    client.createTable(
        r ->
            r.tableName(table)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(
                    a -> a.attributeName("id").attributeType(ScalarAttributeType.S))
                .keySchema(k -> k.attributeName("id").keyType(KeyType.HASH)));
  }

  @Override
  WakeStore instance() {
    return new DynamoWakeStore(client, table);
  }
}
