package dev.freehold.verify.operating;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.verify.Tree;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A setting nobody reads stops the start of every function: found here, not in the account. */
class StackSettingsTest {

  private static final String KEYS =
      "shared/kernel/src/main/resources/META-INF/freehold/configuration-keys.txt";

  private static final Pattern SETTING = Pattern.compile("\\b(FREEHOLD_[A-Z0-9_]+) *=");

  private static Set<String> variables() {
    return Tree.text(Tree.ROOT.resolve(KEYS))
        .lines()
        .filter(key -> !key.isBlank())
        .map(key -> key.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT))
        .collect(Collectors.toSet());
  }

  private static Set<String> set(String file) {
    return SETTING
        .matcher(Tree.text(Tree.ROOT.resolve(file)))
        .results()
        .map(match -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void everySettingOfTheStackIsKnown() {
    assertThat(set("infra/terraform/stack/functions.tf"))
        .hasSizeGreaterThan(10)
        .allSatisfy(name -> assertThat(variables()).contains(name));
  }

  @Test
  void whatAFunctionCannotStartWithoutIsSet() {
    assertThat(set("infra/terraform/stack/functions.tf"))
        .contains(
            "FREEHOLD_ENVIRONMENT",
            "FREEHOLD_HTTP_API_URL",
            "FREEHOLD_HTTP_APP_URL",
            "FREEHOLD_DATABASE_URL",
            "FREEHOLD_KEYS_PROVIDER",
            "FREEHOLD_KEYS_KMS_KEY",
            "FREEHOLD_AUDIT_ANCHOR_BUCKET",
            "FREEHOLD_MAIL_FROM",
            "FREEHOLD_SCHEDULE_TABLE",
            "FREEHOLD_SECRETS");
  }
}
