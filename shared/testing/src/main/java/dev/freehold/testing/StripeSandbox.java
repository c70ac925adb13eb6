package dev.freehold.testing;

import dev.freehold.sandbox.Sandbox;
import dev.freehold.sandbox.SandboxConfig;
import dev.freehold.sandbox.Simulators;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.time.Clock;
import java.util.Map;

/** Reserves the port of the simulated Stripe; the tests start it there, on their clock. */
public class StripeSandbox implements QuarkusTestResourceLifecycleManager {

  public static final String SECRET = "whsec_test_secret_of_the_endpoint";
  public static final String PREVIOUS_SECRET = "whsec_test_secret_before_rotation";

  private static final String PORT = "freehold.test.stripe-port";

  @Override
  public Map<String, String> start() {
    try (var free = new ServerSocket(0)) {
      System.setProperty(PORT, Integer.toString(free.getLocalPort()));
      return Map.of(
          "freehold.billing.stripe.base-url",
          "http://127.0.0.1:" + free.getLocalPort() + "/stripe",
          "freehold.billing.stripe.secret-key",
          "sk_test_of_the_tests",
          "freehold.billing.stripe.webhook-secret",
          SECRET,
          "freehold.billing.stripe.webhook-secret-previous",
          PREVIOUS_SECRET);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void stop() {}

  /** The whole sandbox on the reserved port; nothing happens there by itself. */
  public static Sandbox open(Clock clock) {
    try {
      var folder = Files.createTempDirectory("stripe");
      return Sandbox.start(new SandboxConfig(clock, port(), 0, folder, false, Simulators.all()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The reserved port, for a test that puts something between the product and the sandbox. */
  public static int port() {
    return Integer.getInteger(PORT);
  }
}
