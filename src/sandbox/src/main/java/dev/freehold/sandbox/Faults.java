package dev.freehold.sandbox;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The list of faults. Each counts the calls that match it and strikes from its {@code nth} on, for
 * {@code times} calls; one that is used up stays in the list until the list is cleared.
 */
public final class Faults {

  private final State state;
  private final Table<Armed> armed;
  private final ReentrantLock lock = new ReentrantLock();

  record Armed(Fault fault, int seen) {
    boolean strikes() {
      return seen >= fault.nth() && seen < (long) fault.nth() + fault.times();
    }
  }

  /**
   * What happens just now; the frame makes it for HTTP, the local host for queues and functions.
   */
  public record Occasion(
      String service,
      @Nullable String method,
      @Nullable String path,
      @Nullable String shortPath,
      @Nullable String operation,
      @Nullable String point) {

    public static Occasion ofOperation(String service, String operation, @Nullable String point) {
      return new Occasion(service, null, null, null, operation, point);
    }
  }

  Faults(State state) {
    this.state = state;
    this.armed = state.table("faults", Armed.class);
  }

  /**
   * @return the fault with its id
   */
  public Fault add(Fault fault) {
    return locked(
        () -> {
          var named = fault.withId(UUID.randomUUID().toString());
          armed.put(named.id(), new Armed(named, 0));
          return named;
        });
  }

  public List<Fault> list() {
    return locked(() -> armed.stream().map(Armed::fault).toList());
  }

  public void clear() {
    locked(
        () -> {
          armed.clear();
          return true;
        });
  }

  /** Counts the occasion for every fault that matches it; the oldest that strikes, if any. */
  public Optional<Fault> strike(Occasion occasion) {
    return locked(
        () -> {
          Fault striking = null;
          for (Armed one : armed.all()) {
            if (matches(one.fault(), occasion)) {
              var counted = new Armed(one.fault(), one.seen() + 1);
              armed.put(one.fault().id(), counted);
              if (striking == null && counted.strikes()) {
                striking = one.fault();
              }
            }
          }
          return Optional.ofNullable(striking);
        });
  }

  private static boolean matches(Fault fault, Occasion occasion) {
    return fault.service().equals(occasion.service())
        && (fault.method() == null || fault.method().equalsIgnoreCase(occasion.method()))
        && (fault.path() == null
            || matchesPath(fault.path(), occasion.path())
            || matchesPath(fault.path(), occasion.shortPath()))
        && (fault.operation() == null || fault.operation().equals(occasion.operation()))
        && (fault.point() == null || fault.point().equals(occasion.point()));
  }

  private static boolean matchesPath(String pattern, @Nullable String path) {
    return path != null && path.matches(Pattern.quote(pattern).replace("*", "\\E.*\\Q"));
  }

  private <T> T locked(Supplier<T> work) {
    lock.lock();
    try {
      T result = work.get();
      state.commit();
      return result;
    } finally {
      lock.unlock();
    }
  }
}
