package dev.freehold.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The tables of one simulator, kept in {@code <folder>/<name>.jsonl}: a line is one change, an
 * array of {@code [table, id, row or null]}, written by one call before the change is answered. A
 * process killed in the middle of a line leaves a line that was never answered; it is cut off at
 * the next start. The file is rewritten (temporary file, rename) at start and when it has outgrown
 * its rows.
 */
public final class State {

  private static final long COMPACT_FROM_BYTES = 8L << 20;

  private final Path folder;
  private final Path file;
  private final Map<String, Table<?>> tables = new LinkedHashMap<>();
  private final Map<String, Map<String, JsonNode>> waiting = new LinkedHashMap<>();
  private final List<Change> pending = new ArrayList<>();
  private final boolean fresh;
  private FileChannel channel;
  private long compactAt;

  /** A row before it was put or removed, so that it can be put back. */
  record Change(Table<?> table, String id, @Nullable Object before) {}

  State(Path folder, String name) {
    this.folder = folder.resolve(name);
    this.file = folder.resolve(name + ".jsonl");
    try {
      Files.createDirectories(folder);
      fresh = !Files.exists(file);
      if (!fresh) {
        load();
      }
      channel = rewrite();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Rows of {@code type}, loaded from the file; asked for once per name, while constructing. */
  public <T> Table<T> table(String name, Class<T> type) {
    var rows = new LinkedHashMap<String, T>();
    var stored = waiting.remove(name);
    if (stored != null) {
      stored.forEach((id, row) -> rows.put(id, read(row, type)));
    }
    var table = new Table<>(name, rows, pending);
    if (tables.putIfAbsent(name, table) != null) {
      throw new IllegalStateException("two tables named " + name);
    }
    return table;
  }

  /** A folder of the simulator's own, for what is too big for a row; made when asked for. */
  public Path folder() {
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean isFresh() {
    return fresh;
  }

  void clear() {
    waiting.clear();
    tables.values().forEach(Table::clear);
  }

  void commit() {
    if (pending.isEmpty()) {
      return;
    }
    try {
      var line = new ByteArrayOutputStream();
      var change = SimJson.array();
      for (Change one : pending) {
        change.addArray().add(one.table().name()).add(one.id()).add(one.table().json(one.id()));
      }
      writeLine(line, change);
      write(channel, line);
      pending.clear();
      if (channel.size() > compactAt) {
        channel.close();
        channel = rewrite();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void rollback() {
    pending.reversed().forEach(one -> one.table().restore(one.id(), one.before()));
    pending.clear();
  }

  void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void load() throws IOException {
    byte[] all = Files.readAllBytes(file);
    int start = 0;
    for (int i = 0; i < all.length; i++) {
      if (all[i] == '\n') {
        apply(SimJson.mapper().readTree(all, start, i - start));
        start = i + 1;
      }
    }
  }

  private void apply(JsonNode line) {
    for (JsonNode one : line) {
      var rows = waiting.computeIfAbsent(one.get(0).asText(), name -> new LinkedHashMap<>());
      if (one.get(2).isNull()) {
        rows.remove(one.get(1).asText());
      } else {
        rows.put(one.get(1).asText(), one.get(2));
      }
    }
  }

  private FileChannel rewrite() throws IOException {
    Path temporary = file.resolveSibling(file.getFileName() + ".new");
    try (var out =
        FileChannel.open(
            temporary,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      var lines = new ByteArrayOutputStream();
      for (var table : waiting.entrySet()) {
        for (var row : table.getValue().entrySet()) {
          var line = SimJson.array();
          line.addArray().add(table.getKey()).add(row.getKey()).add(row.getValue());
          writeLine(lines, line);
        }
      }
      for (Table<?> table : tables.values()) {
        for (String id : table.ids()) {
          var line = SimJson.array();
          line.addArray().add(table.name()).add(id).add(table.json(id));
          writeLine(lines, line);
        }
      }
      write(out, lines);
    }
    Files.move(
        temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    var opened = FileChannel.open(file, StandardOpenOption.APPEND);
    compactAt = Math.max(COMPACT_FROM_BYTES, 3 * opened.size());
    return opened;
  }

  private static void writeLine(ByteArrayOutputStream out, JsonNode line) {
    out.writeBytes(SimJson.bytes(line));
    out.write('\n');
  }

  private static void write(FileChannel channel, ByteArrayOutputStream bytes) throws IOException {
    var buffer = ByteBuffer.wrap(bytes.toByteArray());
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  private static <T> T read(JsonNode row, Class<T> type) {
    try {
      return SimJson.mapper().treeToValue(row, type);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
