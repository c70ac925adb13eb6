package dev.freehold.stacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.freehold.kernel.FieldError;
import dev.freehold.kernel.Json;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManifestRuleTest {

  /** The example of the page. */
  static final String ANALYTICS =
      """
      {"schemaVersion":1,"displayName":"Analytics","description":"Numbers","icon":null,
       "package":"@acme/feature-analytics","requiresService":true,
       "worker":{"mainModule":"index.js","compatibilityDate":"2025-09-01",
        "compatibilityFlags":["nodejs_compat"],"public":true,"crons":[]},
       "resources":[{"type":"d1","binding":"DB","migrations":"migrations/"},
        {"type":"kv","binding":"CACHE"}],
       "secrets":[{"name":"API_SECRET","source":"generated","bytes":32,"required":true}],
       "permissions":[{"key":"app.analytics:read","label":"See analytics","required":true}],
       "routes":["/analytics"]}""";

  @Test
  void exampleOfThePageIsValid() {
    assertThat(faults(ANALYTICS, true)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "`\"schemaVersion\":1`, `\"schemaVersion\":2`, manifest.schemaVersion, RANGE",
        "`\"displayName\":\"Analytics\",`, ``, manifest.displayName, REQUIRED",
        "`\"description\":\"Numbers\"`, `\"description\":7`, manifest.description, TYPE",
        "`\"icon\":null`, `\"logo\":null`, manifest.logo, UNKNOWN_FIELD",
        "`\"requiresService\":true`, `\"requiresService\":false`, manifest.worker, UNKNOWN_FIELD",
        "`index.js`, `index.ts`, manifest.worker.mainModule, PATTERN",
        "`\"public\":true`, `\"open\":true`, manifest.worker.open, UNKNOWN_FIELD",
        "`\"type\":\"kv\"`, `\"type\":\"d1\"`, manifest.resources[1].type, DUPLICATE",
        "`\"type\":\"kv\"`, `\"type\":\"disk\"`, manifest.resources[1].type, PATTERN",
        "`CACHE`, `DB`, manifest.resources[1].binding, BINDING_CONFLICT",
        "`API_SECRET`, `DB`, manifest.secrets[0].name, BINDING_CONFLICT",
        "`\"bytes\":32`, `\"bytes\":8`, manifest.secrets[0].bytes, RANGE",
        "`app.analytics:read`, `app.billing:read`, manifest.permissions[0].key, PATTERN",
        "`[\"/analytics\"]`, `[\"analytics\"]`, manifest.routes[0], PATTERN",
        "`[\"/analytics\"]`, `\"/analytics\"`, manifest.routes, TYPE",
      })
  void faultHasItsPathAndCode(String from, String to, String field, String code) {
    var broken = ANALYTICS.replace(from, to == null ? "" : to);

    assertThat(faults(broken, true))
        .extracting(FieldError::field, FieldError::code)
        .contains(tuple(field, code));
  }

  @Test
  void everyFaultIsNamedAtOnce() {
    assertThat(faults("{\"schemaVersion\":1,\"extra\":1}", false))
        .extracting(FieldError::field)
        .containsExactly(
            "manifest.displayName",
            "manifest.description",
            "manifest.requiresService",
            "manifest.extra");
  }

  @Test
  void bundleWithoutServiceIsRefused() {
    var plain =
        """
        {"schemaVersion":1,"displayName":"Shell","description":"None","requiresService":false}""";

    assertThat(faults(plain, false)).isEmpty();
    assertThat(faults(plain, true)).hasSize(1);
    assertThat(faults("[]", false)).hasSize(1);
  }

  private static List<FieldError> faults(String manifest, boolean hasBundle) {
    return ManifestRule.faults("analytics", Json.tree(manifest), hasBundle);
  }
}
