package dev.freehold.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;

/** A sandbox on free ports with state in a temporary folder, for the tests of clients. */
public final class SandboxForTests {

  private SandboxForTests() {}

  /** All simulators; nothing happens by itself, {@link Sandbox#actAt} moves them. */
  public static Sandbox start(Clock clock) {
    try {
      return start(clock, Files.createTempDirectory("sandbox"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same on a given folder, to see what survives a restart. */
  public static Sandbox start(Clock clock, Path state) {
    return Sandbox.start(new SandboxConfig(clock, 0, 0, state, false, Simulators.all()));
  }
}
