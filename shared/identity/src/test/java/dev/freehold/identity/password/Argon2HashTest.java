package dev.freehold.identity.password;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Argon2HashTest {

  private static final byte[] SALT = "somesaltsomesalt".getBytes(StandardCharsets.UTF_8);

  /** Made with the reference implementation: argon2 -id -t 2 -m 16 -p 1 -l 32. */
  private static final String REFERENCE =
      "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";

  @Test
  void readsWhatTheReferenceImplementationWrote() {
    var hash = Argon2Hash.parse(REFERENCE).orElseThrow();

    assertThat(hash.matches("password")).isTrue();
    assertThat(hash.matches("Password")).isFalse();
    assertThat(hash.phc()).isEqualTo(REFERENCE);
  }

  @Test
  void aWrittenHashReadsBack() {
    var made = Argon2Hash.of("päss word", SALT, 64, 1, 1);

    var read = Argon2Hash.parse(made.phc()).orElseThrow();

    assertThat(read.matches("päss word")).isTrue();
    assertThat(read.isWeakerThan(64, 1, 1)).isFalse();
    assertThat(read.isWeakerThan(65, 1, 1)).isTrue();
    assertThat(read.isWeakerThan(64, 2, 1)).isTrue();
    assertThat(read.isWeakerThan(64, 1, 2)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "$argon2id$v=18$m=64,t=1,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
        "$argon2id$v=19$m=9999999,t=1,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
        "$2b$12$abcdefghijklmnopqrstuv"
      })
  void whatItCannotJudgeIsNoHash(String text) {
    assertThat(Argon2Hash.parse(text)).isEmpty();
  }
}
