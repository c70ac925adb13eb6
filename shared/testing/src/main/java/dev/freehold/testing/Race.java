package dev.freehold.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Real threads that begin at the same moment. */
public final class Race {

  private static final long DEADLINE_SECONDS = 60;

  private Race() {}

  /**
   * Runs the work on so many threads at once.
   *
   * @return what each came to, in no order
   * @throws AssertionError when one throws, or takes longer than a minute
   */
  public static <T> List<T> run(int threads, Callable<T> work) {
    List<Callable<T>> all = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      all.add(work);
    }
    return run(all);
  }

  /** As {@link #run(int, Callable)}, each with work of its own; results in the order given. */
  public static <T> List<T> run(List<Callable<T>> work) {
    var start = new CyclicBarrier(work.size());
    try (var threads = Executors.newFixedThreadPool(work.size())) {
      List<Future<T>> futures = new ArrayList<>();
      for (Callable<T> one : work) {
        futures.add(
            threads.submit(
                () -> {
                  start.await(DEADLINE_SECONDS, TimeUnit.SECONDS);
                  return one.call();
                }));
      }
      var results = new ArrayList<T>();
      for (Future<T> future : futures) {
        results.add(future.get(DEADLINE_SECONDS, TimeUnit.SECONDS));
      }
      return results;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    } catch (ExecutionException | java.util.concurrent.TimeoutException e) {
      throw new AssertionError("a racer failed", e);
    }
  }
}
