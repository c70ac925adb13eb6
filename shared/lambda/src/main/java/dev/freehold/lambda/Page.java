package dev.freehold.lambda;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A list as HTTP shows it. */
@RegisterForReflection
public record Page<T>(List<T> data, Pagination pagination) {

  /**
   * @param nextCursor opaque; null when there is no more
   */
  @RegisterForReflection
  public record Pagination(boolean hasMore, @Nullable String nextCursor) {}
}
