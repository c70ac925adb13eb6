package dev.freehold.registry.resource;

import dev.freehold.registry.Environment;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.persistence.EnumeratedValue;
import java.util.Locale;

/** Hostnames of platforms: {@code {name}.{svc|app}[.stg].{stack}.{platformKey}.{zone}}. */
public final class Hostnames {

  private Hostnames() {}

  /** What a hostname leads to. */
  @RegisterForReflection
  public enum Target {
    WORKER("svc"),
    PAGES("app");

    @EnumeratedValue private final String word = name().toLowerCase(Locale.ROOT);
    private final String label;

    Target(String label) {
      this.label = label;
    }

    public String word() {
      return word;
    }
  }

  /**
   * @param stack {@link ResourceNames#DEFAULT_STACK} or the stack's key
   * @param zone of the platform's cloud account
   * @throws IllegalArgumentException for development, which has no hostname
   */
  public static String of(
      String name, Target target, Environment env, String stack, String platformKey, String zone) {
    var stage =
        switch (env) {
          case PRODUCTION -> "";
          case STAGING -> "stg.";
          case DEVELOPMENT ->
              throw new IllegalArgumentException("development has no hostname: " + name);
        };
    return (name + "." + target.label + "." + stage + stack + "." + platformKey + "." + zone)
        .toLowerCase(Locale.ROOT);
  }
}
