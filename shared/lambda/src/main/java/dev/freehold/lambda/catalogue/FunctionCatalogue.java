package dev.freehold.lambda.catalogue;

import dev.freehold.kernel.Json;
import dev.freehold.kernel.outbox.EventRoutes;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** functions.json, as it lies on the class path. */
@ApplicationScoped
public class FunctionCatalogue implements EventRoutes {

  /** The file. */
  @RegisterForReflection
  public record Catalogue(List<FunctionEntry> functions) {}

  private static final String FILE = "functions.json";

  private final List<FunctionEntry> functions;
  private final Map<String, List<String>> queuesByEvent;

  public FunctionCatalogue() {
    this.functions = load();
    var byEvent = new HashMap<String, List<String>>();
    for (FunctionEntry function : functions) {
      for (String event : function.events()) {
        byEvent.computeIfAbsent(event, e -> new java.util.ArrayList<>()).add(function.name());
      }
    }
    this.queuesByEvent = Map.copyOf(byEvent);
  }

  /** Every function, sorted by name. */
  public List<FunctionEntry> functions() {
    return functions;
  }

  @Override
  public List<String> queuesOf(String eventType) {
    return queuesByEvent.getOrDefault(eventType, List.of());
  }

  private static List<FunctionEntry> load() {
    try (InputStream in =
        Thread.currentThread().getContextClassLoader().getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IllegalStateException(FILE + " is not on the class path");
      }
      String json = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return read(json).functions();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static Catalogue read(String json) {
    return Json.readLenient(json, Catalogue.class);
  }
}
