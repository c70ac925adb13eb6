package dev.freehold.provisioning;

import dev.freehold.sandbox.Sandbox;
import dev.freehold.sandbox.SandboxForTests;
import dev.freehold.sandbox.cloudflare.CloudflareSimulator;
import dev.freehold.sandbox.github.GitHubSimulator;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/**
 * Where the simulators will be: chosen before Quarkus starts, so that its configuration knows. They
 * run on the tests' clock, which only exists inside; {@link SandboxHost} starts them there.
 */
public class Providers implements QuarkusTestResourceLifecycleManager {

  static final String PORT = "freehold.test.sandbox-port";
  static final String STATE = "freehold.test.sandbox-state";

  @Override
  public Map<String, String> start() {
    try {
      Path state = Files.createTempDirectory("providers");
      int port = freePort();
      System.setProperty(PORT, Integer.toString(port));
      System.setProperty(STATE, state.toString());
      String root = "http://localhost:" + port;
      return Map.of(
          "freehold.cloudflare.base-url",
          root + "/cloudflare/client/v4",
          "freehold.cloudflare.credentials.sandbox",
          CloudflareSimulator.TOKEN,
          "freehold.cloudflare.credentials.other",
          "another-token",
          "freehold.github.base-url",
          root + "/github",
          "freehold.github.app-id",
          GitHubSimulator.APP_ID,
          "freehold.github.installation-id",
          GitHubSimulator.INSTALLATION_ID,
          "freehold.github.content-burst",
          "100000",
          "freehold.github.burst",
          "100000",
          "freehold.github.private-key",
          appKey(state),
          "freehold.provisioning.secret-master-key",
          "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The App's key is made once and kept in the folder. */
  private static String appKey(Path state) {
    try (Sandbox sandbox = SandboxForTests.start(Clock.systemUTC(), state)) {
      return sandbox.simulator(GitHubSimulator.class).privateKeyPem();
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void stop() {}
}
