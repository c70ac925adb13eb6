package dev.freehold.identity.organization;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlugTest {

  private static final String FORM = "[a-z0-9][a-z0-9-]{0,61}[a-z0-9]";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Acme                | acme
          Acme, Inc.          | acme-inc
          '  --Äcme & Söhne ' | acme-sohne
          X                   | org-x
          東京                | org
          """)
  void isMadeOfTheName(String name, String slug) {
    assertThat(Slug.from(name)).isEqualTo(slug).matches(FORM);
  }

  @Test
  void fitsTheColumnAlsoWhenVaried() {
    String slug = Slug.from("a".repeat(200));

    assertThat(Slug.varied(slug)).matches(FORM).startsWith(slug + "-").hasSize(slug.length() + 5);
  }

  @Test
  void presetRolesHoldWhatThePageSays() {
    assertThat(PresetRole.DEVELOPER.permissions())
        .contains("platforms:read", "deployments:create", "secrets:write")
        .doesNotContain("secrets:reveal")
        .doesNotHaveDuplicates();
    assertThat(PresetRole.VIEWER.permissions())
        .contains("platforms:read", "deployments:wake")
        .doesNotContain("usage:check", "keys:create")
        .doesNotHaveDuplicates();
  }
}
