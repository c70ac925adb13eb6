package dev.freehold.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.github.GitHubException.Kind;
import dev.freehold.sandbox.Fault;
import dev.freehold.sandbox.Sandbox;
import dev.freehold.sandbox.SandboxForTests;
import dev.freehold.sandbox.github.GitHubSimulator;
import dev.freehold.testing.SettableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitHubClientTest {

  private static final String OWNER = GitHubSimulator.OWNER;
  private static final String REPO = "k3m9p2xw7q-console";
  private static final String FILE = "src/config/env.config.ts";

  @TempDir Path folder;
  private final SettableClock clock = new SettableClock();
  private Sandbox sandbox;
  private GitHubSimulator simulator;
  private Repositories repositories;

  @BeforeEach
  void start() {
    sandbox = SandboxForTests.start(clock, folder);
    simulator = sandbox.simulator(GitHubSimulator.class);
    repositories =
        gitHub(GitHubSimulator.APP_ID, Optional.of(simulator.privateKeyPem()))
            .repositories(() -> Duration.ofSeconds(5));
  }

  @AfterEach
  void stop() {
    sandbox.close();
  }

  private GitHub gitHub(String appId, Optional<String> key) {
    return new GitHub(new FixedGitHubConfig(sandbox.url("/github"), appId, key), clock);
  }

  @Test
  void repositoryOfATemplateIsFilledAMomentLater() {
    assertThat(repositories.exists(OWNER, REPO)).isFalse();

    generate();

    assertThat(repositories.exists(OWNER, REPO)).isTrue();
    assertThat(repositories.headCommit(OWNER, REPO, "main")).isEmpty();
    assertThat(repositories.headCommit(OWNER, REPO, "main")).isPresent();
    assertThat(repositories.headCommit(OWNER, REPO, "nothing")).isEmpty();
    assertThat(repositories.text(OWNER, REPO, "README.md", "main")).contains("# Console\n");
    assertThat(repositories.text(OWNER, REPO, "nothing.md", "main")).isEmpty();
    assertThat(sandbox.unknownCalls()).isEmpty();
  }

  @Test
  void fileIsCommittedAndTheBranchMovedForward() {
    filled();
    var head = repositories.head(OWNER, REPO, "main").orElseThrow();

    String tree =
        repositories.createTree(
            OWNER, REPO, head.tree(), new TreeMap<>(Map.of(FILE, "export const ü = 1;\n")));
    String commit = repositories.createCommit(OWNER, REPO, "configure", tree, head.commit());

    assertThat(repositories.headCommit(OWNER, REPO, "main")).contains(head.commit());
    assertThat(repositories.moveBranch(OWNER, REPO, "main", commit)).isTrue();
    assertThat(repositories.headCommit(OWNER, REPO, "main")).contains(commit);
    assertThat(repositories.text(OWNER, REPO, FILE, "main")).contains("export const ü = 1;\n");
  }

  @Test
  void treeThatChangesNothingIsItsBase() {
    filled();
    String base = repositories.head(OWNER, REPO, "main").orElseThrow().tree();

    String tree =
        repositories.createTree(
            OWNER, REPO, base, new TreeMap<>(Map.of("README.md", "# Console\n")));

    assertThat(tree).isEqualTo(base);
  }

  @Test
  void branchThatMovedOnMeanwhileIsLeftAsItIs() {
    filled();
    var head = repositories.head(OWNER, REPO, "main").orElseThrow();
    String tree =
        repositories.createTree(OWNER, REPO, head.tree(), new TreeMap<>(Map.of(FILE, "ours")));
    String ours = repositories.createCommit(OWNER, REPO, "ours", tree, head.commit());
    String theirs = simulator.push(OWNER, REPO, "main", "README.md", "Hi\n");

    assertThat(repositories.moveBranch(OWNER, REPO, "main", ours)).isFalse();

    assertThat(repositories.headCommit(OWNER, REPO, "main")).contains(theirs);
  }

  @Test
  void deletingMayBeRepeatedAndArchivingStopsWriting() {
    filled();
    String base = repositories.head(OWNER, REPO, "main").orElseThrow().tree();
    repositories.archive(OWNER, REPO);

    assertThat(
            kindOf(
                () ->
                    repositories.createTree(
                        OWNER, REPO, base, new TreeMap<>(Map.of(FILE, "late")))))
        .isEqualTo(Kind.REJECTED);
    repositories.delete(OWNER, REPO);
    repositories.delete(OWNER, REPO);

    assertThat(simulator.inventory()).isEmpty();
  }

  @Test
  void failuresSayWhatMayBeConcluded() {
    generate();

    assertThat(kindOf(this::generate)).isEqualTo(Kind.CONFLICT);
    fault(Fault.of("github", "status").answering(503));
    assertThat(kindOf(() -> repositories.exists(OWNER, REPO))).isEqualTo(Kind.UNAVAILABLE);
    fault(Fault.of("github", "rate_limit").retryAfter(Duration.ofSeconds(7)));
    assertThatThrownBy(() -> repositories.exists(OWNER, REPO))
        .isInstanceOfSatisfying(
            GitHubException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(Kind.RATE_LIMITED);
              assertThat(e.retryAfter()).isEqualTo(Duration.ofSeconds(7));
            });
    sandbox.faults().clear();
    assertThat(repositories.exists(OWNER, REPO)).isTrue();
  }

  @Test
  void answerThatIsLostLeavesOpenWhetherItWasDone() {
    assertThat(repositories.exists(OWNER, REPO)).isFalse();
    fault(Fault.of("github", "drop_answer"));

    assertThat(kindOf(this::generate)).isEqualTo(Kind.UNAVAILABLE);

    assertThat(repositories.exists(OWNER, REPO)).isTrue();
  }

  @Test
  void callThatTakesTooLongIsGivenUp() {
    var hasty =
        gitHub(GitHubSimulator.APP_ID, Optional.of(simulator.privateKeyPem()))
            .repositories(() -> Duration.ofMillis(300));
    hasty.exists(OWNER, REPO);
    fault(Fault.of("github", "delay").delayedBy(Duration.ofSeconds(2)));

    assertThat(kindOf(() -> hasty.exists(OWNER, REPO))).isEqualTo(Kind.TIMEOUT);
  }

  @Test
  void tokenIsKeptAndRenewedBeforeItEnds() {
    generate();
    for (int i = 0; i < 3; i++) {
      clock.advance(Duration.ofMinutes(45));
      assertThat(repositories.exists(OWNER, REPO)).isTrue();
    }
  }

  @Test
  void appThatIsNotKnownIsRefusedAndNoKeyStandsInTheMessage() {
    String pem = simulator.privateKeyPem();
    var stranger = gitHub("7", Optional.of(pem)).repositories(() -> Duration.ofSeconds(5));

    assertThatThrownBy(() -> stranger.exists(OWNER, REPO))
        .isInstanceOfSatisfying(
            GitHubException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CREDENTIALS))
        .message()
        .doesNotContain("Bearer")
        .doesNotContain(pem.lines().skip(1).findFirst().orElseThrow());
  }

  @Test
  void keyThatIsMissingOrBrokenIsNamed() {
    var without =
        gitHub(GitHubSimulator.APP_ID, Optional.empty()).repositories(() -> Duration.ofSeconds(5));
    var broken =
        gitHub(GitHubSimulator.APP_ID, Optional.of("bm8ga2V5"))
            .repositories(() -> Duration.ofSeconds(5));

    assertThatThrownBy(() -> without.exists(OWNER, REPO))
        .hasMessageContaining("freehold.github.private-key");
    assertThatThrownBy(() -> broken.exists(OWNER, REPO))
        .hasMessageContaining("freehold.github.private-key");
  }

  private void generate() {
    repositories.generate(OWNER, GitHubSimulator.TEMPLATE, OWNER, REPO);
  }

  private void filled() {
    generate();
    // The first look at the branch comes too early.
    repositories.headCommit(OWNER, REPO, "main");
  }

  private void fault(Fault fault) {
    sandbox.faults().clear();
    sandbox.faults().add(fault);
  }

  private static Kind kindOf(Runnable call) {
    try {
      call.run();
    } catch (GitHubException e) {
      return e.kind();
    }
    throw new AssertionError("no failure");
  }
}
