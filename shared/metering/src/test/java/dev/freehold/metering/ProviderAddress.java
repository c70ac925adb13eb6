package dev.freehold.metering;

import dev.freehold.sandbox.cloudflare.CloudflareSimulator;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.util.Map;

/** Tells the application where a test's {@link ProviderStub}, or the simulator, will listen. */
public class ProviderAddress implements QuarkusTestResourceLifecycleManager {

  static final String PORT = "freehold.test.provider-port";

  @Override
  public Map<String, String> start() {
    try (var free = new ServerSocket(0)) {
      System.setProperty(PORT, String.valueOf(free.getLocalPort()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Map.of(
        "freehold.cloudflare.base-url",
        "http://127.0.0.1:" + System.getProperty(PORT) + "/cloudflare/client/v4",
        "freehold.cloudflare.credentials.test",
        CloudflareSimulator.TOKEN,
        "freehold.metering.cloudflare.page-size",
        "3");
  }

  @Override
  public void stop() {}
}
