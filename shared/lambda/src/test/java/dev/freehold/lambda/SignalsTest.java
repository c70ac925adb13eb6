package dev.freehold.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.kernel.Ids;
import dev.freehold.kernel.Json;
import dev.freehold.kernel.outbox.Envelope;
import dev.freehold.lambda.signal.Emf;
import dev.freehold.testing.Events;
import dev.freehold.testing.Owner;
import dev.freehold.testing.Rows;
import dev.freehold.testing.SettableClock;
import dev.freehold.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/** The one line of a call (kernel §11), read from the file it is written to. */
@QuarkusTest
@TestProfile(SignalsTest.LogFile.class)
@WithTestResource(TestDatabase.class)
class SignalsTest {

  private static final Path LOG = Path.of("target", "signals-test.log");
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String TRACEPARENT = "00-" + TRACE + "-00f067aa0ba902b7-01";

  public static class LogFile implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      try {
        Files.deleteIfExists(LOG);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return Map.of(
          "freehold.log.json", "file",
          "quarkus.log.file.enabled", "true",
          "quarkus.log.file.path", LOG.toString());
    }
  }

  @Inject ThingFunctions things;
  @Inject Ids ids;
  @Inject SettableClock clock;

  private final UUID owner = Rows.user();
  private final UUID organization = Rows.organization(owner);
  private final String session = Rows.session(owner, organization);
  private final String request = "r-" + UUID.randomUUID();

  private Events post() {
    return Events.post("/v1/things").bearer(session).header("X-Request-Id", request);
  }

  /** All lines of the file are objects; the one of this test's call. */
  private JsonNode line() {
    return line("requestId", request);
  }

  private static JsonNode line(String member, String value) {
    try {
      List<JsonNode> found =
          Files.readAllLines(LOG).stream()
              // What Quarkus says before anything of ours starts is no JSON.
              .dropWhile(line -> !line.startsWith("{"))
              .map(Json::tree)
              .filter(line -> line.path(member).asText().equals(value))
              .toList();
      assertThat(found).as("one line a call").hasSize(1);
      return found.getFirst();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static long whole(JsonNode line, String metric) {
    return Emf.read(line).stream()
        .filter(kept -> kept.metric().equals(metric))
        .filter(kept -> kept.dimensions().equals("Environment=development"))
        .findFirst()
        .orElseThrow()
        .value();
  }

  private static List<String> perOperation(JsonNode line) {
    return Emf.read(line).stream()
        .filter(kept -> kept.dimensions().contains("Operation="))
        .map(kept -> kept.metric() + ' ' + kept.dimensions())
        .toList();
  }

  @Test
  void goodCallIsCountedWithWhatItCost() {
    things.create(
        post().header("traceparent", TRACEPARENT).json("{\"name\":\"abc\",\"size\":3}").build());

    JsonNode line = line();
    assertThat(line.path("level").asText()).isEqualTo("INFO");
    assertThat(line.path("operation").asText()).isEqualTo("test-create-thing");
    assertThat(line.path("trigger").asText()).isEqualTo("http");
    assertThat(line.path("organizationId").asText()).isEqualTo(organization.toString());
    assertThat(line.path("status").asInt()).isEqualTo(201);
    assertThat(line.path("traceId").asText()).isEqualTo(TRACE);
    assertThat(whole(line, "calls")).isEqualTo(1);
    assertThat(whole(line, "refusals")).isZero();
    assertThat(whole(line, "faults")).isZero();
    assertThat(whole(line, "statements")).as("admission's and the operation's").isGreaterThan(2);
    assertThat(whole(line, "durationMs")).isNotNegative();
    assertThat(whole(line, "db.wait_ms")).isNotNegative();
    assertThat(whole(line, "coldStarts")).isBetween(0L, 1L);
    assertThat(perOperation(line)).isEmpty();
    assertThat(line.toString()).doesNotContain(session).doesNotContain("\"abc\"");
  }

  @Test
  void refusalIsCountedWithItsCode() {
    things.create(post().json("{\"name\":\"abc\",\"size\":3,\"refuse\":true}").build());

    JsonNode line = line();
    assertThat(line.path("code").asText()).isEqualTo("LIMIT_REACHED");
    assertThat(whole(line, "refusals")).isEqualTo(1);
    assertThat(whole(line, "faults")).isZero();
    assertThat(perOperation(line)).isEmpty();
  }

  @Test
  void faultIsCountedPerOperationAndHasItsStack() {
    things.broken(Events.get("/v1/broken").header("X-Request-Id", request).build());

    JsonNode line = line();
    assertThat(line.path("level").asText()).isEqualTo("ERROR");
    assertThat(line.path("stack").asText()).contains("IllegalStateException");
    assertThat(whole(line, "faults")).isEqualTo(1);
    assertThat(perOperation(line))
        .containsExactly("faults Environment=development,Operation=test-break");
  }

  @Test
  void traceGoesWithTheMessageAndOnToItsReceiver() {
    things.create(
        post().header("traceparent", TRACEPARENT).json("{\"name\":\"abc\",\"size\":3}").build());
    String sent =
        String.valueOf(
            Owner.value("SELECT traceparent FROM core.outbox WHERE request_id = ?", request));

    assertThat(sent).startsWith("00-" + TRACE + '-').endsWith("-01").isNotEqualTo(TRACEPARENT);
    UUID id = ids.next();
    things.take(
        new Envelope(
            id,
            "core.thing.made",
            clock.instant(),
            organization,
            null,
            request + "-m",
            sent,
            Json.tree(Map.of("say", "refuse"))));

    JsonNode line = line("messageId", id.toString());
    assertThat(line.path("level").asText()).isEqualTo("WARN");
    assertThat(line.path("traceId").asText()).isEqualTo(TRACE);
    assertThat(whole(line, "refusals")).isEqualTo(1);
  }

  @Test
  void runThatLeavesWorkAgainAndAgainIsSeen() {
    Instant slot = slot();

    for (int i = 0; i < 2; i++) {
      things.sweepMore(new Tick(slot.plusSeconds(i * 60L + 1)));
      assertThat(whole(run("test-sweep-more", slot.plusSeconds(i * 60L + 1)), "runs.more"))
          .isEqualTo(i + 1);
    }
    things.sweepMore(new Tick(slot.plusSeconds(120)));
    assertThat(whole(run("test-sweep-more", slot.plusSeconds(120)), "runs.more")).isZero();
    things.sweepMore(new Tick(slot.plusSeconds(181)));
    assertThat(whole(run("test-sweep-more", slot.plusSeconds(181)), "runs.more")).isEqualTo(1);
  }

  @Test
  void runThatFailsIsCountedByName() {
    Instant slot = slot();

    assertThatThrownBy(() -> things.sweepFault(new Tick(slot)))
        .isInstanceOf(IllegalStateException.class);

    assertThat(perOperation(run("test-sweep-fault", slot)))
        .containsExactly(
            "faults Environment=development,Operation=test-sweep-fault",
            "runs.failed Environment=development,Operation=test-sweep-fault");
  }

  @Test
  void runThatCannotBeRecordedHasItsLineToo() {
    var failure = catchThrowable(() -> things.sweepFault(new Tick(Instant.MAX)));

    assertThat(failure).isInstanceOf(DateTimeException.class);
    JsonNode line = line("error", String.valueOf(failure));
    assertThat(perOperation(line))
        .containsExactly("faults Environment=development,Operation=test-sweep-fault");
  }

  /** A whole minute of its own. */
  private static Instant slot() {
    return Instant.ofEpochSecond(60L * ThreadLocalRandom.current().nextInt(40_000_000, 60_000_000));
  }

  private static JsonNode run(String operation, Instant slot) {
    return line(
        "run",
        String.valueOf(
            Owner.value(
                "SELECT id FROM core.runs WHERE operation = ? AND scheduled_at = ?",
                operation,
                slot)));
  }
}
