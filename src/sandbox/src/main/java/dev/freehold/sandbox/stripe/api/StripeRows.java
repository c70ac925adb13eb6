package dev.freehold.sandbox.stripe.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freehold.sandbox.SimContext;
import dev.freehold.sandbox.State;
import dev.freehold.sandbox.Table;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All objects of the simulated account, one table a kind, and the moment at which the simulator
 * acts: the clock's, or the due time of what happens by itself.
 */
public final class StripeRows {

  private static final List<String> KINDS =
      List.of(
          "customer",
          "product",
          "price",
          "checkout.session",
          "subscription",
          "invoice",
          "invoice_payment",
          "payment_method",
          "payment_intent",
          "charge",
          "refund",
          "event");

  private final SimContext context;
  private final Map<String, Table<ObjectNode>> tables = new LinkedHashMap<>();
  private @Nullable Instant actingAt;
  private @Nullable ApiCall call;

  public StripeRows(SimContext context, State state) {
    this.context = context;
    KINDS.forEach(kind -> tables.put(kind, state.table(kind, ObjectNode.class)));
  }

  /** Seconds of now. */
  public long now() {
    return instant().getEpochSecond();
  }

  public Instant instant() {
    return actingAt == null ? context.now() : actingAt;
  }

  /** Everything in {@code work} happens at {@code due}. */
  public void at(Instant due, Runnable work) {
    actingAt = due;
    try {
      work.run();
    } finally {
      actingAt = null;
    }
  }

  /** Everything in {@code work} is caused by {@code request}. */
  public ObjectNode causedBy(ApiCall request, Supplier<ObjectNode> work) {
    call = request;
    try {
      return work.get();
    } finally {
      call = null;
    }
  }

  /** The request under way; null when something happens by itself. */
  public @Nullable ApiCall cause() {
    return call;
  }

  /** A copy that may be changed and {@link #put}. */
  public Optional<ObjectNode> find(String kind, String id) {
    return table(kind).find(id).map(ObjectNode::deepCopy);
  }

  /** Of whatever kind. */
  public Optional<ObjectNode> find(String id) {
    return tables.values().stream().flatMap(table -> table.find(id).stream()).findFirst();
  }

  /** A copy of what must be there because another row says so. */
  public ObjectNode get(String kind, String id) {
    return find(kind, id)
        .orElseThrow(() -> new IllegalStateException("a row names the missing " + kind + " " + id));
  }

  /** A copy of what a request names. */
  public ObjectNode named(String kind, String id, String param) {
    return find(kind, id)
        .orElseThrow(
            () -> StripeError.missingResource(kind.replace("checkout.", "checkout "), id, param));
  }

  /** Newest first; not to be changed. */
  public List<ObjectNode> newestFirst(String kind) {
    return table(kind).newestFirst();
  }

  /** Oldest first; not to be changed. */
  public Stream<ObjectNode> stream(String kind) {
    return table(kind).stream();
  }

  public ObjectNode put(ObjectNode row) {
    table(Nodes.text(row, "object")).put(Nodes.id(row), row.deepCopy());
    return row;
  }

  public void remove(ObjectNode row) {
    table(Nodes.text(row, "object")).remove(Nodes.id(row));
  }

  private Table<ObjectNode> table(String kind) {
    Table<ObjectNode> table = tables.get(kind);
    if (table == null) {
      throw new IllegalArgumentException("no table for " + kind);
    }
    return table;
  }
}
