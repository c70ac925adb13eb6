package dev.freehold.lambda.wake;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** For an installation that is one process: a new process knows nothing and looks. */
public final class MemoryWakeStore implements WakeStore {

  private @Nullable Instant awakeUntil;
  private final Set<String> running = new HashSet<>();
  private final Map<String, Look> looks = new HashMap<>();

  @Override
  public synchronized WakeState read(String operation) {
    return new WakeState(awakeUntil, running, looks.get(operation));
  }

  @Override
  public synchronized void hold(Instant atLeast, Instant until) {
    if (awakeUntil == null || awakeUntil.isBefore(atLeast)) {
      awakeUntil = until;
    }
  }

  @Override
  public synchronized void begin(String operation) {
    running.add(operation);
  }

  @Override
  public synchronized void end(String operation, Look look) {
    Look known = looks.get(operation);
    if (known == null || known.seenAt().isBefore(look.seenAt())) {
      looks.put(operation, look);
      running.remove(operation);
    }
  }

  /** Everything that was under way has come to an end; the last of it at {@code moment}. */
  public synchronized void settled(Instant moment) {
    awakeUntil = moment;
  }

  /** As in a new process. */
  public synchronized void forget() {
    awakeUntil = null;
    running.clear();
    looks.clear();
  }
}
