package dev.freehold.verify.zip;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.kernel.Json;
import dev.freehold.lambda.catalogue.FunctionEntry;
import dev.freehold.lambda.catalogue.FunctionScan;
import dev.freehold.verify.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each package is started as Lambda starts it and given one event of each kind it serves, cold
 * every time. {@code -Dfreehold.zips=core,billing} tries those alone. Not part of the plain tests:
 * the packages must be there, see {@code ./freehold package}.
 */
@Tag("zip")
class ZipTest {

  private static final List<String> MODULES =
      Stream.of(System.getProperty("freehold.zips", "").split(","))
          .filter(module -> !module.isBlank())
          .toList();

  private static final Duration LIMIT = Duration.ofSeconds(90);

  /** One function, one event, and what its answer must be. */
  private record Trial(String module, String function, String event, Consumer<JsonNode> answer) {}

  private static final String SLOT = "{\"scheduledAt\":\"2026-04-01T00:40:00Z\"}";

  private static final List<Trial> TRIALS =
      List.of(
          new Trial(
              "migrate",
              "core-run-migrations",
              "{}",
              answer -> assertThat(answer.path("applied").asInt()).isGreaterThan(50)),
          new Trial("core", "core-get-readiness", get("/v1/health/ready"), ok("\"ready\"")),
          new Trial("core", "core-route", get("/v1/openapi.json"), ok("\"openapi\"")),
          new Trial(
              "core",
              "core-send-alert",
              """
              {"Records":[
                {"messageId":"good","eventSource":"aws:sqs","body":"{\\"id\\":\\"0190d5b0-0000-7000-8000-000000000001\\",\\"type\\":\\"core.message.stuck\\",\\"occurredAt\\":\\"2026-04-01T00:00:00.000Z\\",\\"data\\":{}}"},
                {"messageId":"torn","eventSource":"aws:sqs","body":"not json"}]}
              """,
              answer ->
                  assertThat(answer.toString())
                      .isEqualTo("{\"batchItemFailures\":[{\"itemIdentifier\":\"torn\"}]}")),
          new Trial("core", "core-maintain-audit", SLOT, ZipTest::swept),
          new Trial("identity", "identity-route", get("/v1/organizations"), refused()),
          new Trial("identity", "identity-list-permissions", get("/v1/permissions"), refused()),
          new Trial(
              "identity",
              "identity-start-sign-up",
              post(
                  "/v1/auth/sign-up",
                  """
                  {"email":"ada@example.com","password":"tidal-orchard-47-lantern","locale":"en"}
                  """),
              answer(202, "\"signUpId\"")),
          new Trial("stacks", "stacks-route", get("/v1/features/auth/versions/1.0.0"), refused()),
          new Trial("registry", "registry-list-platforms", get("/v1/platforms"), refused()),
          new Trial("provisioning", "provisioning-sweep-steps", SLOT, ZipTest::swept),
          new Trial("billing", "billing-list-plans", get("/v1/plans"), ok("\"data\"")),
          new Trial("billing", "billing-retry-payment-events", SLOT, ZipTest::swept),
          new Trial("metering", "metering-retry-collection", SLOT, ZipTest::swept));

  @TempDir private Path folder;

  @Test
  void everyPackageAnswersEachKindOfEventCold() throws Exception {
    var lines = new ArrayList<String>();
    try (var account = new Account()) {
      if (!tries("migrate")) {
        account.migrate();
      }
      for (Trial trial : TRIALS) {
        if (tries(trial.module())) {
          lines.add(run(account, trial));
        }
      }
      assertThat(account.read).contains("keys");
    }
    report(lines);
  }

  /** A kind of trigger that no trial covers would be run in an account for the first time. */
  @Test
  void theTrialsCoverEveryKindOfTriggerAndEveryPackage() {
    List<FunctionEntry> functions = FunctionScan.of(Tree.functionClasses());
    var tried =
        functions.stream()
            .filter(f -> TRIALS.stream().anyMatch(t -> t.function().equals(f.name())))
            .toList();

    assertThat(tried).hasSameSizeAs(TRIALS);
    assertThat(tried.stream().map(FunctionEntry::trigger).collect(Collectors.toSet()))
        .isEqualTo(functions.stream().map(FunctionEntry::trigger).collect(Collectors.toSet()));
    assertThat(new TreeSet<>(TRIALS.stream().map(Trial::module).toList()))
        .isEqualTo(new TreeSet<>(functions.stream().map(FunctionEntry::domain).toList()));
  }

  private static boolean tries(String module) {
    return MODULES.isEmpty() || MODULES.contains(module);
  }

  private String run(Account account, Trial trial) throws IOException, InterruptedException {
    Path task = folder.resolve(trial.module());
    Package unpacked = Files.exists(task) ? Package.at(task) : Package.unpack(trial.module(), task);
    Path output = folder.resolve(trial.function() + ".log");
    try (var api = new RuntimeApi()) {
      var environment = account.environment(trial.function());
      environment.put("AWS_LAMBDA_RUNTIME_API", api.address());
      api.give(trial.event());
      long begun = System.nanoTime();
      Process process = unpacked.start(environment, output);
      try {
        var found = api.await(LIMIT);
        assertThat(found)
            .as("%s says nothing: %s", trial.function(), Files.readString(output))
            .isPresent();
        RuntimeApi.Posted posted = found.orElseThrow();
        assertThat(posted.ok())
            .as("%s fails: %s%n%s", trial.function(), posted.body(), Files.readString(output))
            .isTrue();
        trial.answer().accept(Json.tree(posted.body()));
        return line(trial, unpacked, api.firstAskedNanos() - begun, posted.atNanos() - begun);
      } finally {
        process.destroyForcibly().waitFor();
      }
    }
  }

  private static String line(Trial trial, Package unpacked, long started, long answered)
      throws IOException {
    return "| %-32s | %-6s | %5.1f MB | %6d ms | %6d ms |"
        .formatted(
            trial.function(),
            unpacked.isNative() ? "native" : "jvm",
            Files.size(Package.zip(trial.module())) / 1e6,
            Duration.ofNanos(started).toMillis(),
            Duration.ofNanos(answered).toMillis());
  }

  /** Shown by the command that runs this. */
  private static void report(List<String> lines) throws IOException {
    var text =
        "| function                         | kind   | package  | start     | answer    |\n"
            + "| --- | --- | --- | --- | --- |\n"
            + String.join("\n", lines)
            + '\n';
    Files.createDirectories(Path.of("target"));
    Files.writeString(Path.of("target/zips.md"), text);
  }

  private static String get(String path) {
    return event("GET", path, "");
  }

  private static String post(String path, String body) {
    return event("POST", path, "\"body\":" + Json.write(body) + ",");
  }

  private static String event(String method, String path, String body) {
    return """
        {"version":"2.0","routeKey":"$default","rawPath":"%2$s","rawQueryString":"",%3$s
         "headers":{"accept":"*/*","host":"api.example.com","content-type":"application/json"},
         "isBase64Encoded":false,
         "requestContext":{"accountId":"1","apiId":"a","stage":"$default","requestId":"r",
          "http":{"method":"%1$s","path":"%2$s","protocol":"HTTP/1.1","sourceIp":"203.0.113.7",
           "userAgent":"test"}}}
        """
        .formatted(method, path, body);
  }

  private static Consumer<JsonNode> ok(String part) {
    return answer(200, part);
  }

  private static Consumer<JsonNode> answer(int status, String part) {
    return answer -> {
      assertThat(answer.path("statusCode").asInt()).as(answer.toString()).isEqualTo(status);
      assertThat(answer.path("body").asText()).contains(part);
    };
  }

  private static Consumer<JsonNode> refused() {
    return answer -> {
      assertThat(answer.path("statusCode").asInt()).as(answer.toString()).isEqualTo(401);
      assertThat(answer.path("headers").path("Content-Type").asText())
          .isEqualTo("application/problem+json");
      assertThat(Json.tree(answer.path("body").asText()).path("code").asText())
          .isEqualTo("UNAUTHENTICATED");
    };
  }

  private static void swept(JsonNode answer) {
    assertThat(answer.path("found").isInt()).as(answer.toString()).isTrue();
    assertThat(answer.path("more").isBoolean()).as(answer.toString()).isTrue();
  }
}
