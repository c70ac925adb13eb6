package dev.freehold.functions.identity.provider;

import dev.freehold.sandbox.Sandbox;
import dev.freehold.sandbox.SandboxConfig;
import dev.freehold.sandbox.Simulators;
import dev.freehold.sandbox.github.GitHubSimulator;
import dev.freehold.sandbox.google.GoogleSimulator;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.time.Clock;
import java.util.Map;

/** Reserves the port of the simulated providers; the tests start them there, on their clock. */
public class ProviderSandbox implements QuarkusTestResourceLifecycleManager {

  private static final String PORT = "freehold.test.provider-port";
  private static final String KEYS = "freehold.identity.providers.";

  @Override
  public Map<String, String> start() {
    try (var free = new ServerSocket(0)) {
      System.setProperty(PORT, Integer.toString(free.getLocalPort()));
      String root = "http://127.0.0.1:" + free.getLocalPort();
      return Map.of(
          KEYS + "google.issuer",
          root + "/google",
          KEYS + "google.client-id",
          GoogleSimulator.CLIENT_ID,
          KEYS + "google.client-secret",
          GoogleSimulator.CLIENT_SECRET,
          KEYS + "google.keep-tokens",
          "true",
          KEYS + "github.web-url",
          root + "/github",
          KEYS + "github.api-url",
          root + "/github",
          KEYS + "github.client-id",
          GitHubSimulator.CLIENT_ID,
          KEYS + "github.client-secret",
          GitHubSimulator.CLIENT_SECRET);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void stop() {}

  static Sandbox open(Clock clock) {
    try {
      var folder = Files.createTempDirectory("providers");
      return Sandbox.start(
          new SandboxConfig(clock, Integer.getInteger(PORT), 0, folder, false, Simulators.all()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
