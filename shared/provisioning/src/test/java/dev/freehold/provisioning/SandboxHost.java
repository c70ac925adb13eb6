package dev.freehold.provisioning;

import dev.freehold.sandbox.Sandbox;
import dev.freehold.sandbox.SandboxConfig;
import dev.freehold.sandbox.Simulators;
import dev.freehold.testing.SettableClock;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;

/** The simulators, on the tests' clock. */
@Startup
@ApplicationScoped
public class SandboxHost {

  private final Sandbox sandbox;

  SandboxHost(SettableClock clock) {
    sandbox =
        Sandbox.start(
            new SandboxConfig(
                clock,
                Integer.getInteger(Providers.PORT),
                0,
                Path.of(System.getProperty(Providers.STATE)),
                false,
                Simulators.all()));
  }

  public Sandbox sandbox() {
    return sandbox;
  }

  @PreDestroy
  void stop() {
    sandbox.close();
  }
}
