package dev.freehold.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxTest {

  private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");

  record Note(String text, Instant dueAt) {}

  /** Keeps notes; a note is due a minute after it came. */
  static final class Notes implements Simulator {
    private final Table<Note> notes;
    private final SimContext context;
    private final List<String> told = new ArrayList<>();
    private final Routes routes =
        new Routes().on("PUT", "/v1/{id}", this::put).on("GET", "/v1/{id}", this::get);

    Notes(SimContext context) {
      this.context = context;
      this.notes = context.open("notes").table("notes", Note.class);
    }

    @Override
    public String name() {
      return "notes";
    }

    @Override
    public String prefix() {
      return "/notes";
    }

    @Override
    public void seed() {
      notes.put("first", new Note("always there", Instant.MAX));
    }

    @Override
    public SimResponse handle(SimRequest request) {
      return routes.answer(request);
    }

    private SimResponse put(SimRequest request) {
      notes.put(request.path("id"), new Note(request.text(), request.at().plusSeconds(60)));
      if (request.text().equals("bad")) {
        throw new IllegalStateException("bad");
      }
      context.after(() -> told.add(request.text()));
      return SimResponse.empty(204);
    }

    private SimResponse get(SimRequest request) {
      return notes
          .find(request.path("id"))
          .map(note -> SimResponse.json(200, note))
          .orElse(SimResponse.empty(404));
    }

    @Override
    public Optional<Instant> nextDueAt() {
      return notes.stream().map(Note::dueAt).filter(Instant.MAX::isAfter).min(Instant::compareTo);
    }

    @Override
    public int actAt(Instant now) {
      int before = notes.size();
      notes.removeIf(note -> !note.dueAt().isAfter(now));
      return before - notes.size();
    }
  }

  @TempDir Path folder;
  private final HttpClient http = HttpClient.newHttpClient();
  private Sandbox sandbox;

  @BeforeEach
  void start() {
    sandbox =
        Sandbox.start(
            new SandboxConfig(
                Clock.fixed(NOW, ZoneOffset.UTC), 0, 0, folder, false, List.of(Notes::new)));
  }

  @AfterEach
  void stop() {
    sandbox.close();
  }

  @Test
  void whatWasAnsweredIsThereAfterARestart() throws Exception {
    assertThat(put("a", "one")).isEqualTo(204);
    assertThat(put("a", "two")).isEqualTo(204);
    // A process killed in the middle of a write leaves half a line.
    Files.writeString(
        folder.resolve("notes.jsonl"), "[[\"notes\",\"b\",{\"te", StandardOpenOption.APPEND);
    sandbox.close();

    start();

    assertThat(get("/notes/v1/a").body()).contains("two");
    assertThat(get("/notes/v1/b").statusCode()).isEqualTo(404);
    assertThat(get("/notes/v1/first").statusCode()).isEqualTo(200);
  }

  @Test
  void aChangeThatFailsLeavesNothing() throws Exception {
    put("a", "one");

    assertThat(put("a", "bad")).isEqualTo(500);

    assertThat(get("/notes/v1/a").body()).contains("one");
    assertThat(sandbox.simulator(Notes.class).told).containsExactly("one");
  }

  @Test
  void unknownCallsAre501AndListed() throws Exception {
    assertThat(get("/notes/v2/a").statusCode()).isEqualTo(501);
    assertThat(get("/nobody").statusCode()).isEqualTo(501);

    assertThat(sandbox.unknownCalls())
        .extracting(SimCall::path)
        .containsExactly("/notes/v2/a", "/nobody");
  }

  @Test
  void actsAtWhatIsDue() throws Exception {
    put("a", "one");

    assertThat(sandbox.nextDueAt()).contains(NOW.plusSeconds(60));
    assertThat(sandbox.actAt(NOW.plusSeconds(59))).isZero();
    assertThat(sandbox.actAt(NOW.plusSeconds(60))).isEqualTo(1);
    assertThat(sandbox.nextDueAt()).isEmpty();
  }

  @Test
  void resetEmptiesAndSeeds() throws Exception {
    put("a", "one");
    sandbox.faults().add(Fault.of("notes", "refuse"));

    sandbox.reset();

    assertThat(sandbox.faults().list()).isEmpty();
    assertThat(get("/notes/v1/a").statusCode()).isEqualTo(404);
    assertThat(get("/notes/v1/first").statusCode()).isEqualTo(200);
  }

  @Test
  void faultStrikesFromTheNthCallOnForSoManyTimes() throws Exception {
    sandbox
        .faults()
        .add(
            Fault.of("notes", "rate_limit")
                .onCall("PUT", "/v1/*")
                .retryAfter(Duration.ofSeconds(7))
                .counting(2, 2));

    assertThat(put("a", "1")).isEqualTo(204);
    assertThat(get("/notes/v1/a").statusCode()).isEqualTo(200);
    var limited = http.send(putRequest("a", "2"), HttpResponse.BodyHandlers.ofString());
    assertThat(limited.statusCode()).isEqualTo(429);
    assertThat(limited.headers().firstValue("retry-after")).contains("7");
    assertThat(put("a", "3")).isEqualTo(429);
    assertThat(put("a", "4")).isEqualTo(204);
    assertThat(get("/notes/v1/a").body()).contains("\"4\"");
  }

  @Test
  void droppedAnswerIsDoneAndRefusedOneIsNot() throws Exception {
    sandbox.faults().add(Fault.of("notes", "drop_answer").onCall("PUT", "/notes/v1/a"));
    sandbox.faults().add(Fault.of("notes", "refuse").onCall("PUT", "/v1/b"));

    assertThatThrownBy(() -> put("a", "1")).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> put("b", "1")).isInstanceOf(IOException.class);

    assertThat(get("/notes/v1/a").statusCode()).isEqualTo(200);
    assertThat(get("/notes/v1/b").statusCode()).isEqualTo(404);
  }

  private int put(String id, String text) throws Exception {
    return http.send(putRequest(id, text), HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  private HttpRequest putRequest(String id, String text) {
    return HttpRequest.newBuilder(uri("/notes/v1/" + id))
        .PUT(HttpRequest.BodyPublishers.ofString(text))
        .build();
  }

  private HttpResponse<String> get(String path) throws Exception {
    return http.send(
        HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return sandbox.url(path);
  }
}
