package dev.freehold.functions.core;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.freehold.lambda.wake.Look;
import dev.freehold.lambda.wake.WakeState;
import dev.freehold.lambda.wake.WakeStore;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A function whose gate is closed starts and answers without a word to the database. */
@QuarkusTest
@WithTestResource(IdleStartTest.CountingDatabase.class)
@TestProfile(IdleStartTest.Export.class)
class IdleStartTest {

  private static final String CONNECTIONS = "freehold.test.connections";

  public static class Export implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      // As a deployed function starts: a test's start compares entities with tables.
      return Map.of(
          "quarkus.funqy.export", "core-relay-outbox",
          "quarkus.hibernate-orm.schema-management.strategy", "none",
          "quarkus.hibernate-orm.database.start-offline", "true");
    }

    @Override
    public Set<Class<?>> getEnabledAlternatives() {
      return Set.of(IdleStore.class);
    }
  }

  /** Nobody has written since the last look, which was just now. */
  @Alternative
  @ApplicationScoped
  static class IdleStore implements WakeStore {

    private final Clock clock;

    IdleStore(Clock clock) {
      this.clock = clock;
    }

    @Override
    public WakeState read(String operation) {
      return new WakeState(null, Set.of(), new Look(clock.instant(), null));
    }

    @Override
    public void hold(Instant atLeast, Instant until) {}

    @Override
    public void begin(String operation) {}

    @Override
    public void end(String operation, Look look) {}
  }

  /** Takes connections, counts them and closes them. */
  public static class CountingDatabase implements QuarkusTestResourceLifecycleManager {

    private @Nullable ServerSocket server;

    @Override
    public Map<String, String> start() {
      System.setProperty(CONNECTIONS, "0");
      ServerSocket opened = opened();
      server = opened;
      Thread.ofVirtual().start(() -> count(opened));
      return Map.of(
          "freehold.database.url",
          "jdbc:postgresql://127.0.0.1:" + opened.getLocalPort() + "/freehold",
          "freehold.database.user",
          "freehold_app",
          "freehold.database.secret",
          "none");
    }

    private static ServerSocket opened() {
      try {
        return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static void count(ServerSocket server) {
      while (!server.isClosed()) {
        try (Socket connection = server.accept()) {
          System.setProperty(CONNECTIONS, String.valueOf(Integer.getInteger(CONNECTIONS) + 1));
          connection.shutdownOutput();
        } catch (IOException e) {
          // Closed: the test is over.
          return;
        }
      }
    }

    @Override
    public void stop() {
      try {
        if (server != null) {
          server.close();
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Test
  void closedGateOpensNoConnection() {
    given()
        .contentType("application/json")
        .body("{\"scheduledAt\":\"2026-04-01T10:00:00Z\"}")
        .post("/_lambda_")
        .then()
        .statusCode(200)
        .body("found", equalTo(0))
        .body("nextDueAt", nullValue());

    assertThat(Integer.getInteger(CONNECTIONS)).isZero();
  }
}
