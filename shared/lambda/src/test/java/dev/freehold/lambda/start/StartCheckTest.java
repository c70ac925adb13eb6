package dev.freehold.lambda.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StartCheckTest {

  private static final Set<String> KNOWN =
      Set.of("freehold.http.api-url", "freehold.cloudflare.credentials.*");

  /** As the environment's own source lists a variable that no mapping spells. */
  @Test
  void aVariableIsKnownByTheNameMadeOfItToo() {
    assertThat(
            StartCheck.unknown(
                List.of("FREEHOLD_HTTP_API_URL", "freehold.http.api.url", "freehold.http.api.uri"),
                KNOWN))
        .containsExactly("unknown key freehold.http.api.uri");
  }

  @Test
  void unknownKeysAreNamed() {
    assertThat(
            StartCheck.unknown(
                List.of(
                    "freehold.http.api-url",
                    "FREEHOLD_HTTP_API_URL",
                    "freehold.cloudflare.credentials.main",
                    "quarkus.http.port",
                    "freehold.http.api-ulr",
                    "FREEHOLD_HTTP_API",
                    "freehold.http.api-url.more"),
                KNOWN))
        .containsExactly(
            "unknown key freehold.http.api-ulr",
            "unknown key FREEHOLD_HTTP_API",
            "unknown key freehold.http.api-url.more");
  }
}
