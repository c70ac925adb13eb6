package dev.freehold.testing;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.postgresql.PGConnection;

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

  /** Something done beside the application, in a transaction of its own. */
  public interface Change {
    void in(Connection other) throws SQLException;
  }

  /**
   * Work that runs into a change under way: the change is committed once the work waits for it, or
   * has ended without.
   *
   * @param change locks what the work is to wait for
   * @param last is done to it while the work waits
   */
  public static <T> T during(Change change, Change last, Callable<T> work) {
    try (Connection other = Owner.connect("postgres");
        var thread = Executors.newSingleThreadExecutor()) {
      other.setAutoCommit(false);
      change.in(other);
      int pid = other.unwrap(PGConnection.class).getBackendPID();
      Future<T> future = thread.submit(work);
      while (!future.isDone() && !holdsSomebodyUp(pid)) {
        Thread.onSpinWait();
      }
      last.in(other);
      other.commit();
      return future.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    } catch (SQLException | ExecutionException | java.util.concurrent.TimeoutException e) {
      throw new AssertionError("the race failed", e);
    }
  }

  private static boolean holdsSomebodyUp(int pid) {
    return Owner.count(
            "SELECT count(*) FROM pg_stat_activity WHERE ? = ANY (pg_blocking_pids(pid))", pid)
        > 0;
  }

  /** One row, in the transaction of a {@link Change}. */
  public static void change(Connection other, String sql) throws SQLException {
    try (var statement = other.createStatement()) {
      int changed = statement.executeUpdate(sql);
      if (changed != 1) {
        throw new AssertionError(changed + " rows: " + sql);
      }
    }
  }
}
