package dev.freehold.kernel;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/**
 * A field of a PATCH: left out, null, or a value. The JSON reader makes {@link #absent()} of a
 * field that is not there.
 *
 * @param isPresent false when the field was left out
 * @param value null when the field was null
 */
@RegisterForReflection
public record Maybe<T>(boolean isPresent, @Nullable T value) {

  public static <T> Maybe<T> absent() {
    return new Maybe<>(false, null);
  }

  public static <T> Maybe<T> of(@Nullable T value) {
    return new Maybe<>(true, value);
  }

  /** The new value where one was sent, null included; else {@code old}. */
  public @Nullable T orOld(@Nullable T old) {
    return isPresent ? value : old;
  }
}
