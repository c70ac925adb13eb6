package dev.freehold.lambda;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Carries a checked exception of an intercepted method through code that declares none. */
final class Checked {

  private static final class Wrapped extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Wrapped(Exception cause) {
      super(cause);
    }
  }

  private Checked() {}

  static @Nullable Object call(Callable<@Nullable Object> work) {
    try {
      return work.call();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new Wrapped(e);
    }
  }

  static @Nullable Object unwrapped(Callable<@Nullable Object> work) throws Exception {
    try {
      return work.call();
    } catch (Wrapped e) {
      throw (Exception) e.getCause();
    }
  }
}
