package dev.freehold.kernel;

import dev.freehold.kernel.sql.SqlFailure;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Transactions by hand, where an annotation will not do. */
@ApplicationScoped
public class Transactions {

  /** Tries in all for a transaction lost to a deadlock or a serialization failure. */
  private static final int TRIES = 4;

  /** In the transaction under way, else in one of its own. */
  public <T extends @Nullable Object> T required(Supplier<T> work) {
    return QuarkusTransaction.isActive() ? work.get() : requiresNew(work);
  }

  /**
   * In a transaction of its own; one lost to another transaction is run again, so {@code work}
   * keeps nothing outside the database.
   */
  public <T extends @Nullable Object> T requiresNew(Supplier<T> work) {
    for (int attempt = 1; ; attempt++) {
      try {
        return QuarkusTransaction.requiringNew().call(work::get);
      } catch (RuntimeException failure) {
        throwError(failure);
        if (attempt == TRIES || !SqlFailure.isLostToAnother(failure)) {
          throw failure;
        }
      }
    }
  }

  /** A commit wraps what broke it, also an error, which is nobody's to handle. */
  private static void throwError(RuntimeException failure) {
    for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof Error error) {
        throw error;
      }
    }
  }

  /** In a transaction of its own under another scope than the call's. */
  public <T extends @Nullable Object> T inScope(Scope scope, Supplier<T> work) {
    return Call.current().in(scope).supply(() -> requiresNew(work));
  }

  public void run(Scope scope, Runnable work) {
    this.<@Nullable Object>inScope(
        scope,
        () -> {
          work.run();
          return null;
        });
  }
}
