package dev.freehold.identity.recovery;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedirectPathTest {

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"/", "/platforms", "/a/b?c=d#e", "/%2F"})
  void aPathOfTheApp(String path) {
    assertThatCode(() -> RedirectPath.check("redirectPath", path)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "platforms",
        "//evil.example",
        "/\\evil.example",
        "https://evil.example",
        "/a\\b",
        "javascript:alert(1)",
        "/a b",
        "/a\nb"
      })
  void anythingElseIsRefused(String path) {
    assertThatThrownBy(() -> RedirectPath.check("redirectPath", path))
        .hasMessageContaining("fault");
  }
}
