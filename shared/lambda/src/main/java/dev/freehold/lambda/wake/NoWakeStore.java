package dev.freehold.lambda.wake;

import java.time.Instant;

/** Without a table nothing is known, so every slot of every schedule looks. */
final class NoWakeStore implements WakeStore {

  @Override
  public WakeState read(String operation) {
    return WakeState.unknown();
  }

  @Override
  public void hold(Instant atLeast, Instant until) {}

  @Override
  public void begin(String operation) {}

  @Override
  public void end(String operation, Look look) {}
}
