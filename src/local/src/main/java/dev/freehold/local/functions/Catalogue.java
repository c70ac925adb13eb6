package dev.freehold.local.functions;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;

/** functions.json: every operation and what starts it. */
public final class Catalogue {

  private static final String RESOURCE = "functions.json";
  private static final int DEFAULT_TIMEOUT_SEC = 30;

  /** AWS asks for at least six times the function's time-out. */
  private static final int VISIBILITY_FACTOR = 6;

  @JsonIgnoreProperties(ignoreUnknown = true)
  record Document(List<Operation> functions) {}

  private final List<Operation> operations;

  private Catalogue(List<Operation> operations) {
    this.operations = List.copyOf(operations);
  }

  /** From the class path. */
  public static Catalogue load() {
    ObjectMapper json =
        JsonMapper.builder()
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();
    try (InputStream text =
        Thread.currentThread().getContextClassLoader().getResourceAsStream(RESOURCE)) {
      if (text == null) {
        throw new IllegalStateException(RESOURCE + " is not on the class path");
      }
      return new Catalogue(json.readValue(text, Document.class).functions());
    } catch (IOException e) {
      throw new UncheckedIOException(RESOURCE + " cannot be read", e);
    }
  }

  public List<Operation> of(Operation.Trigger trigger) {
    return operations.stream().filter(one -> one.trigger() == trigger).toList();
  }

  public static Duration visibility(Operation operation) {
    int timeout = operation.timeoutSec() > 0 ? operation.timeoutSec() : DEFAULT_TIMEOUT_SEC;
    return Duration.ofSeconds((long) VISIBILITY_FACTOR * timeout);
  }
}
