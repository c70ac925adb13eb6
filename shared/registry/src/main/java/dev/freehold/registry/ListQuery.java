package dev.freehold.registry;

import dev.freehold.kernel.PageRequest;
import io.quarkus.hibernate.orm.panache.PanacheQuery;
import io.quarkus.panache.common.Parameters;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** A list, newest first, of live rows: conditions whose value is null are left out. */
public final class ListQuery {

  private final StringBuilder text = new StringBuilder("deletedAt is null");
  private final Parameters values = new Parameters();

  /**
   * @param condition in JPQL, with {@code :name} for the value
   */
  public ListQuery and(String condition, String name, @Nullable Object value) {
    if (value != null) {
      text.append(" and ").append(condition);
      values.and(name, value);
    }
    return this;
  }

  /**
   * Up to one more than the page's limit.
   *
   * @param find the entity's own, as a lambda: Panache rewrites calls, not method references
   */
  public <T> List<T> list(PageRequest page, BiFunction<String, Parameters, PanacheQuery<T>> find) {
    and("id < :after", "after", page.afterId(0));
    return find.apply(text + " order by id desc", values).range(0, page.limit()).list();
  }
}
