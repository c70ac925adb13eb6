package dev.freehold.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.kernel.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The packaged host as a process: started, driven over HTTP, killed, started again. */
@Tag("host")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostTest {

  private static final Path PROGRAM = Path.of("target/quarkus-app/quarkus-run.jar");
  private static final int MONTH_DAYS = 31;

  private Path data;
  private HostProcess host;
  private URI api;
  private DemoClient http;

  @BeforeAll
  void start(@TempDir Path folder) {
    data = folder;
    start();
  }

  private void start() {
    host = HostProcess.start(command(), data);
    api = host.api();
  }

  @AfterAll
  void stop() {
    host.close();
  }

  @BeforeEach
  void empty() {
    http = new DemoClient(api);
    http.post("/v1/sandbox/reset", Map.of()).is(200);
  }

  /** kernel §13.28. */
  @Test
  void resetThenTheStorylineAgain() {
    storyline().run();
    http.post("/v1/sandbox/reset", Map.of()).is(200);

    http = new DemoClient(api);
    storyline().run();
  }

  /** kernel §13.26. */
  @Test
  void aMonthInOneCallOrDayByDayLeavesTheSameRows() throws IOException, SQLException {
    storyline().untilUsage();
    advance(Duration.ofDays(MONTH_DAYS));
    List<String> atOnce = rows();

    http.post("/v1/sandbox/reset", Map.of()).is(200);
    http = new DemoClient(api);
    storyline().untilUsage();
    for (int day = 0; day < MONTH_DAYS; day++) {
      advance(Duration.ofDays(1));
    }

    assertThat(rows()).isEqualTo(atOnce).hasSizeGreaterThan(MONTH_DAYS);
  }

  /** kernel §13.27. */
  @Test
  void aJobThatRunsWhileTheClockMovesEndsAsInRealTime() {
    Storyline storyline = storyline();
    storyline.untilOnboarding();

    advance(Duration.ofDays(3));

    storyline.awaitPlatform();
  }

  /** kernel §13.29. */
  @Test
  void killedAndStartedAgainItGoesOnWhereItWas() throws Exception {
    Storyline storyline = storyline();
    storyline.untilOnboarding();
    kill();

    start();

    storyline.on(api);
    storyline.awaitPlatform();
  }

  /** kernel §13.1, 2: what dies between commit, sending and marking comes through all the same. */
  @ParameterizedTest
  @ValueSource(strings = {"after_commit", "after_send"})
  void aFunctionThatDiesAroundSendingLosesNothing(String point) {
    storyline().untilKey();
    dieAt(point);
    http.post("/v1/onboarding", Storyline.ONBOARDING).is(502);

    advance(Duration.ofMinutes(15));

    http.get("/v1/platforms").is(200).has("data/0/status", "active");
  }

  /** kernel §13.5: what dies before its commit has done nothing, and may be asked for again. */
  @Test
  void aFunctionThatDiesBeforeItsCommitLeavesNothing() {
    storyline().untilKey();
    dieAt("before_commit");
    http.post("/v1/onboarding", Storyline.ONBOARDING).is(502);
    advance(Duration.ofMinutes(15));
    assertThat(http.get("/v1/platforms").is(200).list("data")).isEmpty();

    http.post("/v1/onboarding", Storyline.ONBOARDING).is(201);
    advance(Duration.ofMinutes(15));

    http.get("/v1/platforms").is(200).has("data/0/status", "active");
  }

  private void dieAt(String point) {
    http.post(
            "/v1/sandbox/faults",
            Map.of(
                "service", "function",
                "kind", "crash",
                "operation", "registry-start-onboarding",
                "point", point))
        .is(201);
  }

  @Test
  void twoHostsDoNotShareAFolder() throws Exception {
    ProcessBuilder second = new ProcessBuilder(command());
    second.environment().put("FREEHOLD_LOCAL_DATA", data.toString());
    Process process = second.redirectErrorStream(true).start();

    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(1);
    assertThat(said).contains("another host runs on");
  }

  @Test
  void unknownPathsAndMethodsAreProblemsOfTheEdge() {
    http.get("/v1/nothing").is(404).has("code", "NOT_FOUND").has("instance", "/v1/nothing");
    http.put("/v1/health", Map.of()).is(404).has("code", "NOT_FOUND");
  }

  /** kernel §11: what the host keeps of its calls is JSON, one line each. */
  @Test
  void everyCallIsALineOfJson() throws IOException {
    http.get("/v1/health").is(200);

    List<String> lines =
        Files.readAllLines(data.resolve("host.log")).stream()
            .filter(line -> line.contains("core-get-health"))
            .toList();

    assertThat(lines).isNotEmpty();
    assertThat(lines)
        .allSatisfy(
            line -> {
              assertThat(Json.tree(line).path("operation").asText()).isEqualTo("core-get-health");
              assertThat(Json.tree(line).path("calls").asInt()).isEqualTo(1);
            });
  }

  /** kernel §13.24. */
  @Test
  void aBodyThatIsTooLargeIsRefusedBeforeItIsReadWhole() throws IOException {
    try (Socket socket = new Socket("127.0.0.1", api.getPort())) {
      socket.setSoTimeout(10_000);
      OutputStream out = socket.getOutputStream();
      out.write(
          """
          POST /v1/auth/sign-up HTTP/1.1\r
          Host: localhost\r
          Content-Type: application/json\r
          Content-Length: 99999999\r
          \r
          """
              .getBytes(StandardCharsets.US_ASCII));
      out.write(new byte[(1 << 20) + 1]);
      out.flush();

      byte[] answer = new byte[4096];
      int length = socket.getInputStream().read(answer);

      assertThat(new String(answer, 0, length, StandardCharsets.UTF_8))
          .startsWith("HTTP/1.1 413")
          .contains("BODY_TOO_LARGE");
    }
  }

  private void kill() throws IOException, InterruptedException {
    Path addresses = data.resolve("host.json");
    long pid = Json.tree(Files.readString(addresses)).path("pid").asLong();
    ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
    process.destroyForcibly();
    process.onExit().join();
    Files.delete(addresses);
  }

  private void advance(Duration by) {
    http.post("/v1/sandbox/clock/advance", Map.of("by", by.toString())).is(200);
  }

  private Storyline storyline() {
    return new Storyline(http, new Progress(System.out, false));
  }

  /** What a month leaves, without ids, keys and the time of the day. */
  private List<String> rows() throws IOException, SQLException {
    List<String> rows = new ArrayList<>();
    try (var connection = DriverManager.getConnection(adminUrl());
        var statement = connection.createStatement();
        var found =
            statement.executeQuery(
                """
                SELECT 'snapshot ' || snapshot_date - min(snapshot_date) OVER ()
                  || ' ' || worker_invocations || ' ' || complete
                FROM metering.usage_snapshots
                UNION ALL
                SELECT 'alert ' || threshold_pct || ' ' || used || ' '
                  || dense_rank() OVER (ORDER BY period_start)
                FROM metering.usage_alerts
                UNION ALL
                SELECT 'subscription ' || status || ' ' || amount FROM billing.subscriptions
                UNION ALL
                SELECT 'mail ' || template || ' ' || count(*) FROM core.mail_messages
                GROUP BY template
                UNION ALL
                SELECT 'platform ' || status FROM registry.platforms
                ORDER BY 1
                """)) {
      while (found.next()) {
        rows.add(found.getString(1));
      }
    }
    return rows;
  }

  /** The embedded server lets its superuser in from this machine. */
  private String adminUrl() throws IOException {
    URI owner = URI.create(Files.readString(data.resolve("owner.url")).trim());
    return "jdbc:postgresql://localhost:%d%s?user=postgres"
        .formatted(owner.getPort(), owner.getPath());
  }

  private static List<String> command() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx384m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-jar",
        PROGRAM.toString());
  }
}
