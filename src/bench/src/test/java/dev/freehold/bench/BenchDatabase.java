package dev.freehold.bench;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The program's own server, for a test. */
public class BenchDatabase implements QuarkusTestResourceLifecycleManager {

  private @Nullable BenchServer server;

  @Override
  public Map<String, String> start() {
    server = BenchServer.start(false);
    return server.config();
  }

  @Override
  public void stop() {
    Objects.requireNonNull(server).close();
  }
}
