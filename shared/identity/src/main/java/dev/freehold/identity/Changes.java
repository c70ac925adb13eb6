package dev.freehold.identity;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Fields that changed, as the audit wants them: before and after. */
public final class Changes {

  private final Map<String, @Nullable Object> before = new LinkedHashMap<>();
  private final Map<String, @Nullable Object> after = new LinkedHashMap<>();

  /** Notes the field where it changed. */
  public Changes add(String field, @Nullable Object from, @Nullable Object to) {
    if (!Objects.equals(from, to)) {
      before.put(field, from);
      after.put(field, to);
    }
    return this;
  }

  public boolean isEmpty() {
    return after.isEmpty();
  }

  public Map<String, ?> before() {
    return before;
  }

  public Map<String, ?> after() {
    return after;
  }
}
