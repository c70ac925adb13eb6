package dev.freehold.registry.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.kernel.Refusal;
import dev.freehold.registry.Environment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamesTest {

  @ParameterizedTest
  @CsvSource({
    "default, auth, WORKER, PRODUCTION, k3m9p2xw7q-default-auth",
    "default, auth, D1, STAGING, k3m9p2xw7q-default-auth-db-stg",
    "default, auth, D1, DEVELOPMENT, k3m9p2xw7q-default-auth-db-dev",
    "p0q8r7s6t5, shared, KV, PRODUCTION, k3m9p2xw7q-p0q8r7s6t5-shared-kv",
    "p0q8r7s6t5, files, R2, PRODUCTION, k3m9p2xw7q-p0q8r7s6t5-files-storage",
    "default, console, PAGES, STAGING, k3m9p2xw7q-default-console-stg",
  })
  void nameIsThatOfThePage(
      String stack, String service, ResourceType type, Environment env, String name) {
    assertThat(ResourceNames.cloudName("k3m9p2xw7q", stack, service, type, env)).isEqualTo(name);
  }

  @Test
  void longestServiceFitsExactly() {
    var longest = "a".repeat(29);

    var name =
        ResourceNames.cloudName(
            "k3m9p2xw7q", "p0q8r7s6t5", longest, ResourceType.R2, Environment.STAGING);

    assertThat(name).hasSize(63);
    assertThatThrownBy(
            () ->
                ResourceNames.cloudName(
                    "k3m9p2xw7q", "default", longest + "a", ResourceType.KV, Environment.STAGING))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo("NAME_TOO_LONG"));
  }

  @Test
  void hostnamesAreThoseOfThePage() {
    assertThat(hostname("auth", Hostnames.Target.WORKER, Environment.PRODUCTION))
        .isEqualTo("auth.svc.default.k3m9p2xw7q.example.app");
    assertThat(hostname("auth", Hostnames.Target.WORKER, Environment.STAGING))
        .isEqualTo("auth.svc.stg.default.k3m9p2xw7q.example.app");
    assertThat(hostname("console", Hostnames.Target.PAGES, Environment.PRODUCTION))
        .isEqualTo("console.app.default.k3m9p2xw7q.example.app");
    assertThatThrownBy(() -> hostname("auth", Hostnames.Target.WORKER, Environment.DEVELOPMENT))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static String hostname(String name, Hostnames.Target target, Environment env) {
    return Hostnames.of(name, target, env, "default", "k3m9p2xw7q", "example.app");
  }
}
