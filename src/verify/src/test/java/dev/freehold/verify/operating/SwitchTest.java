package dev.freehold.verify.operating;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.verify.Tree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What moves the traffic, against a shell script in the place of AWS's that writes down its calls.
 */
class SwitchTest {

  private static final String AWS =
      """
      #!/usr/bin/env bash
      case "$1 $2" in
        "lambda get-alias") cat "$HERE/alias.$4" 2>/dev/null || echo 1 ;;
        "lambda update-alias") echo "$8" >"$HERE/alias.$4"; echo "point $4 $8" >>"$HERE/calls" ;;
        "lambda invoke")
          echo "invoke $4" >>"$HERE/calls"
          echo '{"applied":1}' >"${@: -1}"
          echo "${MIGRATION:-None}"
          ;;
        "deploy create-deployment") echo "introduce $6" >>"$HERE/calls"; echo d-1 ;;
        "deploy wait") exit "${CANARY:-0}" ;;
        "deploy list-deployments") echo None ;;
        "lambda list-versions-by-function") echo "${VERSIONS:-}" ;;
        "lambda delete-function") echo "forget $4 $6" >>"$HERE/calls" ;;
      esac
      """;

  private static final String OUTPUTS =
      """
      {"codedeploy_application": {"value": "app"}, "functions": {"value": {
        "core-run-migrations": {"name": "f-migrate", "version": "2", "moves": "at_once"},
        "core-send-mail": {"name": "f-mail", "version": "3", "moves": "at_once"},
        "billing-list-plans": {"name": "f-plans", "version": "4", "moves": "codedeploy"}}}}
      """;

  @TempDir Path here;

  private record Ended(int status, List<String> calls) {}

  private Ended run(Map<String, String> settings, String... before)
      throws IOException, InterruptedException {
    Path aws = Files.writeString(here.resolve("aws"), AWS);
    assertThat(aws.toFile().setExecutable(true)).isTrue();
    Files.writeString(here.resolve("outputs.json"), OUTPUTS);
    Files.writeString(here.resolve("calls"), "");
    var process =
        new ProcessBuilder(
            Tree.ROOT.resolve("infra/terraform/bin/switch").toString(),
            here.resolve("outputs.json").toString());
    for (String content : before) {
      process.command().add(Files.writeString(here.resolve("before"), content).toString());
    }
    process.environment().put("PATH", here + ":" + path(process));
    process.environment().put("HERE", here.toString());
    process.environment().putAll(settings);
    Process running =
        process.redirectErrorStream(true).redirectOutput(here.resolve("said").toFile()).start();
    int status = running.waitFor();
    return new Ended(status, Files.readAllLines(here.resolve("calls"), StandardCharsets.UTF_8));
  }

  private static String path(ProcessBuilder process) {
    return process.environment().getOrDefault("PATH", "");
  }

  @Test
  void migrationsRunBeforeAnyTrafficMoves() throws IOException, InterruptedException {
    Ended ended = run(Map.of());

    assertThat(ended.status()).isZero();
    assertThat(ended.calls())
        .containsExactly(
            "point f-migrate 2",
            "invoke f-migrate:live",
            "point f-mail 3",
            "introduce billing-list-plans");
  }

  /** The last five stay, and the one in use. */
  @Test
  void oldVersionsAreForgottenSinceTheirZipsCount() throws IOException, InterruptedException {
    Ended ended = run(Map.of("VERSIONS", "$LATEST\t1\t2\t3\t4\t5\t6\t7\t8"));

    assertThat(ended.calls())
        .filteredOn(call -> call.startsWith("forget"))
        .containsExactly(
            "forget f-migrate 1",
            "forget f-migrate 3",
            "forget f-mail 1",
            "forget f-mail 2",
            "forget f-plans 2",
            "forget f-plans 3");
  }

  @Test
  void aFailedMigrationMovesNothing() throws IOException, InterruptedException {
    Ended ended = run(Map.of("MIGRATION", "Unhandled"));

    assertThat(ended.status()).isNotZero();
    assertThat(ended.calls()).containsExactly("point f-migrate 2", "invoke f-migrate:live");
  }

  @Test
  void aCanaryTakenBackFailsTheDeployment() throws IOException, InterruptedException {
    assertThat(run(Map.of("CANARY", "1")).status()).isNotZero();
  }

  @Test
  void backLeadsToTheVersionsOfBeforeAndLeavesTheMigrationsFunction()
      throws IOException, InterruptedException {
    run(Map.of());

    Ended ended =
        run(
            Map.of(),
            "{\"core-run-migrations\":\"1\",\"core-send-mail\":\"1\",\"billing-list-plans\":\"1\"}");

    assertThat(ended.status()).isZero();
    assertThat(ended.calls()).containsExactly("point f-mail 1");
  }
}
