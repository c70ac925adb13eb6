package dev.freehold.local.queue;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the queues hold, as lines appended to a file: a host that was killed finds its messages
 * again. Handed to the operating system at once, not forced to the disk.
 */
final class QueueJournal {

  /** Lines that are written before the file is made anew with what is left. */
  private static final int REWRITE_AFTER = 20_000;

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Line(
      String op,
      String queue,
      String id,
      @Nullable String body,
      @Nullable Long sentAt,
      @Nullable Long dueAt,
      @Nullable Integer receives) {}

  private final Path file;
  private final ObjectMapper json = new ObjectMapper();
  private final Map<String, Line> live = new LinkedHashMap<>();
  private BufferedWriter writer;
  private int lines;

  QueueJournal(Path file) {
    this.file = file;
    try {
      replay();
      writer = rewrite();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What was there when the file was opened, queue by queue in the order it was sent. */
  synchronized List<Line> kept() {
    return List.copyOf(live.values());
  }

  static QueuedMessage message(Line line) {
    return new QueuedMessage(
        line.id(),
        line.body() == null ? "" : line.body(),
        Instant.ofEpochMilli(line.sentAt() == null ? 0 : line.sentAt()),
        Instant.ofEpochMilli(line.dueAt() == null ? 0 : line.dueAt()),
        line.receives() == null ? 0 : line.receives());
  }

  synchronized void sent(String queue, QueuedMessage message) {
    append(
        new Line(
            "sent",
            queue,
            message.id,
            message.body,
            message.sentAt.toEpochMilli(),
            message.dueAt.toEpochMilli(),
            message.receives));
  }

  synchronized void received(String queue, QueuedMessage message) {
    append(new Line("received", queue, message.id, null, null, null, message.receives));
  }

  synchronized void deleted(String queue, String id) {
    append(new Line("deleted", queue, id, null, null, null, null));
  }

  private void append(Line line) {
    apply(line);
    try {
      write(writer, line);
      writer.flush();
      lines++;
      if (lines > REWRITE_AFTER) {
        writer.close();
        writer = rewrite();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void apply(Line line) {
    String key = line.queue() + "/" + line.id();
    switch (line.op()) {
      case "sent" -> live.put(key, line);
      case "deleted" -> live.remove(key);
      case "received" ->
          live.computeIfPresent(
              key,
              (same, was) ->
                  new Line(
                      was.op(),
                      was.queue(),
                      was.id(),
                      was.body(),
                      was.sentAt(),
                      was.dueAt(),
                      line.receives()));
      default -> throw new IllegalStateException("unknown line in " + file + ": " + line.op());
    }
  }

  private void replay() throws IOException {
    if (!Files.exists(file)) {
      return;
    }
    for (String text : Files.readAllLines(file)) {
      try {
        apply(json.readValue(text, Line.class));
      } catch (JsonProcessingException e) {
        // The last line of a host that died while writing: its sender never got an answer.
        break;
      }
    }
  }

  private BufferedWriter rewrite() throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try (BufferedWriter out = Files.newBufferedWriter(fresh)) {
      for (Line line : live.values()) {
        write(out, line);
      }
    }
    Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    lines = live.size();
    return Files.newBufferedWriter(file, StandardOpenOption.APPEND);
  }

  private void write(BufferedWriter out, Line line) throws IOException {
    out.write(json.writeValueAsString(line));
    out.write('\n');
  }

  synchronized void close() {
    try {
      writer.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
