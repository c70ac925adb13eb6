package dev.freehold.stacks;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.persistence.EnumeratedValue;
import java.util.Locale;

/** Kinds of feature; core features do not count against a plan's limit. */
@RegisterForReflection
public enum FeatureKind {
  CORE,
  DOMAIN,
  CLIENT;

  @EnumeratedValue private final String word = name().toLowerCase(Locale.ROOT);

  public String word() {
    return word;
  }
}
