package dev.freehold.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.testing.TestDatabase;
import dev.freehold.testing.TestStore;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(TestDatabase.class)
@WithTestResource(TestStore.class)
class StoreTest {

  private static final byte[] CONTENT = "content".getBytes(StandardCharsets.UTF_8);

  @Inject Store store;

  private final String key = "test/" + UUID.randomUUID();

  @Test
  void whatWasPutIsThereUntilItIsDeleted() {
    store.put(key, CONTENT, "text/plain");

    assertThat(store.get(key)).hasValue(CONTENT);
    assertThat(store.head(key)).hasValue(7);

    store.delete(key);
    store.delete(key);

    assertThat(store.get(key)).isEmpty();
    assertThat(store.head(key)).isEmpty();
  }

  @Test
  void uploadUrlTakesWhatItWasMadeFor() throws Exception {
    var url = store.uploadUrl(key, CONTENT.length, Duration.ofMinutes(15));

    try (var http = HttpClient.newHttpClient()) {
      var answer =
          http.send(
              HttpRequest.newBuilder(url).PUT(BodyPublishers.ofByteArray(CONTENT)).build(),
              BodyHandlers.discarding());
      assertThat(answer.statusCode()).isEqualTo(200);
    }
    assertThat(url.getQuery()).contains("X-Amz-Expires=900").contains("content-length;host");
    assertThat(store.get(key)).hasValue(CONTENT);
  }

  @Test
  void anOutageIsAFailureAndNotAMissingObject() {
    TestStore.failNext();

    assertThatThrownBy(() -> store.head(key)).isInstanceOf(StoreFailure.class);
  }
}
