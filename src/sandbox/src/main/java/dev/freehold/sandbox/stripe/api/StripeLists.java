package dev.freehold.sandbox.stripe.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Predicate;

/** Pages of a list: newest first, {@code limit}, {@code starting_after}, {@code ending_before}. */
public final class StripeLists {

  /** The parameters every list knows. */
  public static final String PAGING = " limit starting_after ending_before ";

  private static final int DEFAULT_LIMIT = 10;
  private static final int MAX_LIMIT = 100;

  private StripeLists() {}

  /**
   * @param rows all that may be seen, in the order of the list
   */
  public static ObjectNode page(ApiCall call, String kind, List<ObjectNode> rows) {
    Params params = call.params();
    int limit = limit(params);
    int from = 0;
    int to = rows.size();
    if (params.text("starting_after") instanceof String after) {
      from = 1 + indexOf(rows, kind, after, "starting_after");
    }
    boolean hasMore = to - from > limit;
    if (params.text("ending_before") instanceof String before) {
      to = indexOf(rows, kind, before, "ending_before");
      hasMore = to > limit;
      from = Math.max(0, to - limit);
    }
    List<ObjectNode> page = rows.subList(from, Math.min(to, from + limit));
    return Nodes.list(call.url(), page.stream().map(Nodes::visible).toList(), hasMore);
  }

  /** Rows whose time in {@code field} is the one given, or fits {@code field[gt gte lt lte]}. */
  public static Predicate<ObjectNode> during(Params params, String field) {
    if (!params.isHash(field)) {
      Long exactly = params.integer(field);
      return row -> exactly == null || Nodes.number(row, field) == exactly;
    }
    Params range = params.hash(field).accept("gt gte lt lte");
    long from =
        Math.max(range.integer("gte", Long.MIN_VALUE), range.integer("gt", Long.MIN_VALUE + 1) + 1);
    long until =
        Math.min(range.integer("lt", Long.MAX_VALUE), range.integer("lte", Long.MAX_VALUE - 1) + 1);
    return row -> Nodes.number(row, field) >= from && Nodes.number(row, field) < until;
  }

  private static int limit(Params params) {
    long limit = params.integer("limit", DEFAULT_LIMIT);
    if (limit < 1 || limit > MAX_LIMIT) {
      throw StripeError.invalid(
              "limit",
              "This value must be between 1 and 100 (it currently is '%d').".formatted(limit))
          .code("parameter_invalid_integer");
    }
    return Math.toIntExact(limit);
  }

  private static int indexOf(List<ObjectNode> rows, String kind, String id, String param) {
    for (int i = 0; i < rows.size(); i++) {
      if (Nodes.id(rows.get(i)).equals(id)) {
        return i;
      }
    }
    throw StripeError.missingResource(kind, id, param);
  }
}
