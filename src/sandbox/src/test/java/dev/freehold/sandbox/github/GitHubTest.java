package dev.freehold.sandbox.github;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.sandbox.Caller;
import dev.freehold.sandbox.MovableClock;
import dev.freehold.sandbox.Sandbox;
import dev.freehold.sandbox.SandboxForTests;
import dev.freehold.sandbox.cloudflare.CloudflareSimulator;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitHubTest {

  private static final String REPO = "/repos/freehold/k3m9p2xw7q-console";

  @TempDir Path folder;
  private final MovableClock clock = new MovableClock();
  private Sandbox sandbox;
  private GitHubSimulator simulator;
  private Caller github;

  @BeforeEach
  void start() throws Exception {
    sandbox = SandboxForTests.start(clock, folder);
    simulator = sandbox.simulator(GitHubSimulator.class);
    github = installation();
  }

  @AfterEach
  void stop() {
    sandbox.close();
  }

  @Test
  void tokenNeedsTheAppsSignatureAndATimeThatHolds() throws Exception {
    Instant now = clock.instant();
    String good = jwt("100001", now.minusSeconds(60), now.plusSeconds(540));

    assertThat(token(good).status()).isEqualTo(201);
    assertThat(token(good.substring(0, good.length() - 8) + "AAAAAAAA").status()).isEqualTo(401);
    assertThat(token(jwt("100001", now, now.plusSeconds(900))).status()).isEqualTo(401);
    assertThat(token(jwt("100001", now.minusSeconds(90), now)).status()).isEqualTo(401);
    assertThat(token(jwt("7", now, now.plusSeconds(540))).status()).isEqualTo(401);
    clock.advance(Duration.ofHours(1));
    assertThat(github.get("/repos/freehold/console-template").status()).isEqualTo(401);
  }

  @Test
  void repositoryOfATemplateIsFilledOneReadLater() {
    assertThat(generate().status()).isEqualTo(201);
    assertThat(generate().status()).isEqualTo(422);

    assertThat(github.get(REPO).status()).isEqualTo(200);
    assertThat(github.get(REPO + "/git/ref/heads/main").status()).isEqualTo(409);
    assertThat(github.get(REPO + "/git/ref/heads/main").status()).isEqualTo(200);
    assertThat(github.get(REPO + "/git/ref/heads/staging").status()).isEqualTo(200);
    assertThat(github.get(REPO + "/git/ref/heads/dev").status()).isEqualTo(404);
  }

  @Test
  void commitWithoutACloneMovesTheBranchForwardOnly() {
    filled();
    String head = head();
    String base = treeOf(head);
    String tree = tree(base, "src/config/env.config.ts", "export const env = 1;\n");

    assertThat(tree).isNotEqualTo(base);
    assertThat(tree(base, "README.md", "# Console\n")).isEqualTo(base);
    String ours = commit(tree, head);
    String theirs = simulator.push("freehold", "k3m9p2xw7q-console", "main", "README.md", "Hi\n");
    assertThat(move(ours).status()).isEqualTo(422);
    assertThat(head()).isEqualTo(theirs);
    String rebased =
        commit(tree(treeOf(theirs), "src/config/env.config.ts", "export const env = 1;\n"), theirs);
    assertThat(move(rebased).status()).isEqualTo(200);
    assertThat(simulator.file("freehold", "k3m9p2xw7q-console", "main", "README.md"))
        .contains("Hi\n");
    var text = github.get(REPO + "/contents/src/config/env.config.ts?ref=main").json();
    assertThat(
            new String(
                Base64.getMimeDecoder().decode(text.path("content").asText()),
                StandardCharsets.UTF_8))
        .isEqualTo("export const env = 1;\n");
  }

  @Test
  void pushMakesThePagesBuildAndBuildsByHandTakeTheHead() {
    filled();
    var cloudflare = new Caller(sandbox.url("/cloudflare/client/v4"), CloudflareSimulator.TOKEN);
    String pages = "/accounts/" + CloudflareSimulator.ACCOUNT_ID + "/pages/projects";
    String project =
        "{\"name\":\"k-console\",\"production_branch\":\"main\",\"source\":{\"type\":\"github\","
            + "\"config\":{\"owner\":\"freehold\",\"repo_name\":\"%s\"}}}";
    assertThat(cloudflare.post(pages, project.formatted("nothing")).status()).isEqualTo(400);
    cloudflare.post(pages, project.formatted("k3m9p2xw7q-console"));

    String pushed = simulator.push("freehold", "k3m9p2xw7q-console", "main", "a.txt", "a");
    cloudflare.send(
        "POST",
        pages + "/k-console/deployments",
        "branch=staging",
        "application/x-www-form-urlencoded");

    var all = cloudflare.get(pages + "/k-console/deployments").result();
    assertThat(all.at("/1/deployment_trigger/metadata/commit_hash").asText()).isEqualTo(pushed);
    assertThat(all.at("/1/environment").asText()).isEqualTo("production");
    assertThat(all.at("/0/deployment_trigger/metadata/commit_hash").asText())
        .isEqualTo(simulator.head("freehold", "k3m9p2xw7q-console", "staging").orElseThrow());
  }

  @Test
  void archivedRepositoryIsReadOnly() {
    filled();

    github.patch(REPO, "{\"archived\":true}");

    assertThat(github.post(REPO + "/git/trees", "{\"tree\":[]}").status()).isEqualTo(403);
    assertThat(github.get(REPO + "/git/ref/heads/main").status()).isEqualTo(200);
    assertThat(simulator.inventory()).containsExactly("freehold/k3m9p2xw7q-console (archived)");
    assertThat(github.delete(REPO).status()).isEqualTo(204);
    assertThat(github.get(REPO).status()).isEqualTo(404);
  }

  @Test
  void eightyCallsAMinuteMayCreateContent() {
    filled();
    String base = treeOf(head());
    for (int i = 1; i < 80; i++) {
      assertThat(tree(base, "a", "a")).isNotEmpty();
    }

    var limited = github.post(REPO + "/git/trees", "{\"tree\":[]}");

    assertThat(limited.status()).isEqualTo(403);
    assertThat(limited.header("retry-after")).isEqualTo("60");
    assertThat(github.get(REPO).status()).isEqualTo(200);
  }

  @Test
  void everythingIsThereAfterARestart() throws Exception {
    filled();
    String head = head();
    sandbox.close();

    start();

    assertThat(head()).isEqualTo(head);
  }

  private Caller.Answer generate() {
    return github.post(
        "/repos/freehold/console-template/generate",
        "{\"owner\":\"freehold\",\"name\":\"k3m9p2xw7q-console\",\"private\":true,"
            + "\"include_all_branches\":true}");
  }

  private void filled() {
    generate();
    github.get(REPO + "/git/ref/heads/main");
  }

  private String head() {
    return github.get(REPO + "/git/ref/heads/main").json().at("/object/sha").asText();
  }

  private String treeOf(String commit) {
    return github.get(REPO + "/git/commits/" + commit).json().at("/tree/sha").asText();
  }

  private String tree(String base, String path, String text) {
    return github
        .post(
            REPO + "/git/trees",
            "{\"base_tree\":\"%s\",\"tree\":[{\"path\":\"%s\",\"mode\":\"100644\",\"type\":\"blob\",\"content\":\"%s\"}]}"
                .formatted(base, path, text.replace("\n", "\\n")))
        .json()
        .path("sha")
        .asText();
  }

  private String commit(String tree, String parent) {
    return github
        .post(
            REPO + "/git/commits",
            "{\"message\":\"m\",\"tree\":\"%s\",\"parents\":[\"%s\"]}".formatted(tree, parent))
        .json()
        .path("sha")
        .asText();
  }

  private Caller.Answer move(String commit) {
    return github.patch(
        REPO + "/git/refs/heads/main", "{\"sha\":\"%s\",\"force\":false}".formatted(commit));
  }

  private Caller installation() throws Exception {
    Instant now = clock.instant();
    var answer = token(jwt(GitHubSimulator.APP_ID, now.minusSeconds(60), now.plusSeconds(540)));
    return new Caller(sandbox.url("/github"), answer.json().path("token").asText());
  }

  private Caller.Answer token(String jwt) {
    return new Caller(sandbox.url("/github"), jwt)
        .post("/app/installations/" + GitHubSimulator.INSTALLATION_ID + "/access_tokens", "{}");
  }

  private String jwt(String issuer, Instant issued, Instant expires) throws Exception {
    String pem = simulator.privateKeyPem().replaceAll("-----[A-Z ]+-----|\\s", "");
    var key =
        KeyFactory.getInstance("RSA")
            .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pem)));
    String signed =
        encode("{\"alg\":\"RS256\",\"typ\":\"JWT\"}")
            + "."
            + encode(
                "{\"iat\":%d,\"exp\":%d,\"iss\":\"%s\"}"
                    .formatted(issued.getEpochSecond(), expires.getEpochSecond(), issuer));
    var signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(key);
    signature.update(signed.getBytes(StandardCharsets.US_ASCII));
    return signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
  }

  private static String encode(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
