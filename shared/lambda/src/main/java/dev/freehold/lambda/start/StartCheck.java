package dev.freehold.lambda.start;

import dev.freehold.kernel.KeysConfig;
import dev.freehold.kernel.audit.AuditConfig;
import dev.freehold.lambda.HttpConfig;
import dev.freehold.lambda.SandboxConfig;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.Config;

/**
 * Stops the start when the configuration is wrong, naming the property: an unknown key, or in
 * production what must not be there.
 */
@ApplicationScoped
class StartCheck {

  /** Every key of the product, made by {@code ./freehold generate}; a {@code *} is any name. */
  private static final String KEYS = "META-INF/freehold/configuration-keys.txt";

  private static final Set<String> ENVIRONMENTS = Set.of("development", "staging", "production");

  private final Config config;
  private final HttpConfig http;
  private final KeysConfig keys;
  private final SandboxConfig sandbox;
  private final AuditConfig audit;

  StartCheck(
      Config config, HttpConfig http, KeysConfig keys, SandboxConfig sandbox, AuditConfig audit) {
    this.config = config;
    this.http = http;
    this.keys = keys;
    this.sandbox = sandbox;
    this.audit = audit;
  }

  void atStart(@Observes StartupEvent started) {
    List<String> faults = new ArrayList<>(unknown(config.getPropertyNames(), known()));
    String environment = config.getValue("freehold.environment", String.class);
    if (!ENVIRONMENTS.contains(environment)) {
      faults.add("freehold.environment is development, staging or production");
    }
    if (http.allowedOrigins().orElse(List.of()).contains("*")) {
      faults.add("freehold.http.allowed-origins names exact origins, no wildcard");
    }
    if (environment.equals("production")) {
      faults.addAll(ofProduction());
    }
    if (!faults.isEmpty()) {
      throw new IllegalStateException("configuration: " + String.join("; ", faults));
    }
  }

  private List<String> ofProduction() {
    var faults = new ArrayList<String>();
    if (sandbox.enabled()) {
      faults.add("freehold.sandbox.enabled is refused in production");
    }
    if (keys.provider().equals("local")) {
      faults.add("freehold.keys.provider is kms in production");
    }
    if (audit.anchorBucket().isEmpty()) {
      faults.add("freehold.audit.anchor-bucket is required in production");
    }
    if (!http.secureCookies()) {
      faults.add("freehold.http.secure-cookies is true in production");
    }
    if (!config.getValue("freehold.database.url", String.class).contains("sslmode=verify-full")) {
      faults.add("freehold.database.url says sslmode=verify-full in production");
    }
    return faults;
  }

  /** Keys below {@code freehold.}, as properties or environment variables, that nobody reads. */
  static List<String> unknown(Iterable<String> names, Set<String> known) {
    Set<String> properties =
        known.stream().map(StartCheck::pattern).collect(Collectors.toUnmodifiableSet());
    Set<String> variables =
        known.stream().map(key -> pattern(variable(key))).collect(Collectors.toUnmodifiableSet());
    // The configuration's names can be gone through once only.
    var set = new LinkedHashSet<String>();
    names.forEach(set::add);
    var faults = new ArrayList<String>();
    for (String name : set) {
      // A variable is also listed as a property of its own making: with dots for every underscore.
      boolean isUnknown =
          name.startsWith("freehold.")
              ? properties.stream().noneMatch(name::matches) && !set.contains(variable(name))
              : name.startsWith("FREEHOLD_") && variables.stream().noneMatch(name::matches);
      if (isUnknown) {
        faults.add("unknown key " + name);
      }
    }
    return faults;
  }

  private static String variable(String key) {
    return key.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT);
  }

  private static String pattern(String key) {
    return key.replace(".", "\\.").replace("*", ".+");
  }

  private static Set<String> known() {
    try (InputStream in =
        Thread.currentThread().getContextClassLoader().getResourceAsStream(KEYS)) {
      if (in == null) {
        throw new IllegalStateException(KEYS + " is not on the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank())
          .collect(Collectors.toUnmodifiableSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
