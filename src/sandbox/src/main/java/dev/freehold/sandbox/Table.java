package dev.freehold.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.freehold.sandbox.State.Change;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Rows by id, in the order in which their ids first came. Rows are values (records): a row that was
 * got is changed by putting its successor, never in place. Used inside {@link SimContext#change}.
 */
public final class Table<T> {

  private final String name;
  private final Map<String, T> rows;
  private final List<Change> pending;

  Table(String name, Map<String, T> rows, List<Change> pending) {
    this.name = name;
    this.rows = rows;
    this.pending = pending;
  }

  public Optional<T> find(String id) {
    return Optional.ofNullable(rows.get(id));
  }

  /** The first row, oldest first, of which {@code condition} holds. */
  public Optional<T> findFirst(Predicate<T> condition) {
    return rows.values().stream().filter(condition).findFirst();
  }

  public boolean has(String id) {
    return rows.containsKey(id);
  }

  public void put(String id, T row) {
    pending.add(new Change(this, id, rows.put(id, row)));
  }

  /** Nothing happens if it is not there. */
  public void remove(String id) {
    T before = rows.remove(id);
    if (before != null) {
      pending.add(new Change(this, id, before));
    }
  }

  public void removeIf(Predicate<T> condition) {
    ids().stream().filter(id -> find(id).filter(condition).isPresent()).forEach(this::remove);
  }

  /** A copy, oldest first: it may be walked while rows are put. */
  public List<T> all() {
    return List.copyOf(rows.values());
  }

  /** A copy, newest first. */
  public List<T> newestFirst() {
    return all().reversed();
  }

  public Stream<T> stream() {
    return all().stream();
  }

  public List<String> ids() {
    return List.copyOf(rows.keySet());
  }

  public int size() {
    return rows.size();
  }

  public void clear() {
    ids().forEach(this::remove);
  }

  String name() {
    return name;
  }

  JsonNode json(String id) {
    T row = rows.get(id);
    return row == null ? NullNode.getInstance() : SimJson.toTree(row);
  }

  @SuppressWarnings("unchecked") // The change was made by put or remove of this very table.
  void restore(String id, @Nullable Object before) {
    if (before == null) {
      rows.remove(id);
    } else {
      rows.put(id, (T) before);
    }
  }
}
