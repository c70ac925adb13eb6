package dev.freehold.sandbox;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the frame gives one simulator: its clock, its state, its lock, its address. */
public final class SimContext {

  private final Sandbox sandbox;
  private final Path folder;
  private final URI root;
  private final ReentrantLock lock = new ReentrantLock();
  private final List<Runnable> afterwards = new ArrayList<>();

  private @Nullable State opened;

  SimContext(Sandbox sandbox, Path folder, URI root) {
    this.sandbox = sandbox;
    this.folder = folder;
    this.root = root;
  }

  public Clock clock() {
    return sandbox.config().clock();
  }

  public Instant now() {
    return clock().instant();
  }

  /** Opens the state file of that name; called once, while constructing. */
  public State open(String name) {
    if (opened != null) {
      throw new IllegalStateException("a simulator has one state");
    }
    opened = new State(folder, name);
    return opened;
  }

  State state() {
    return Objects.requireNonNull(opened, "the simulator never opened its state");
  }

  /**
   * Root of the whole sandbox, such as {@code http://127.0.0.1:8090}, without a slash at the end.
   */
  public URI root() {
    return root;
  }

  public SandboxConfig config() {
    return sandbox.config();
  }

  public Faults faults() {
    return sandbox.faults();
  }

  /** Another simulator of this sandbox; not to be called while constructing. */
  public <T extends Simulator> Optional<T> other(Class<T> type) {
    return sandbox.find(type);
  }

  /**
   * Runs {@code work} under the simulator's lock; its changes reach the disk together before this
   * returns, or are undone if it throws. Calls inside a call join it. For every entry that does not
   * come from the frame, such as the buttons of the local host.
   */
  public <T> T change(Supplier<T> work) {
    List<Runnable> due = List.of();
    T result;
    lock.lock();
    try {
      if (lock.getHoldCount() > 1) {
        return work.get();
      }
      try {
        result = work.get();
        state().commit();
        due = List.copyOf(afterwards);
      } catch (RuntimeException | Error e) {
        state().rollback();
        throw e;
      } finally {
        afterwards.clear();
      }
    } finally {
      lock.unlock();
    }
    due.forEach(Runnable::run);
    return result;
  }

  /**
   * Runs {@code work} when the change under way is on disk and the lock is free again, on this
   * thread, before the request's answer leaves. It calls {@link #change} again to record something.
   */
  public void after(Runnable work) {
    if (!lock.isHeldByCurrentThread()) {
      throw new IllegalStateException("after() belongs into a change");
    }
    afterwards.add(work);
  }
}
