package dev.freehold.registry.resource;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.persistence.EnumeratedValue;
import java.util.Locale;

/** Kinds of cloud resource, and what stands for each in a name. */
@RegisterForReflection
public enum ResourceType {
  WORKER(""),
  D1("-db"),
  R2("-storage"),
  KV("-kv"),
  QUEUE("-queue"),
  PAGES("");

  @EnumeratedValue private final String word = name().toLowerCase(Locale.ROOT);
  private final String namePart;

  ResourceType(String namePart) {
    this.namePart = namePart;
  }

  public String word() {
    return word;
  }

  String namePart() {
    return namePart;
  }
}
