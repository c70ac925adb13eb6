package dev.freehold.identity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmailAddressTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ada@acme.test              | ada@acme.test
          '  Ada@ACME.Test '         | ada@acme.test
          a.d.a+tag@acme.test        | a.d.a+tag@acme.test
          ada@bücher.example         | ada@xn--bcher-kva.example
          ＡＤＡ@acme.test           | ada@acme.test
          """)
  void normalizesWithoutFoldingDotsOrPlus(String typed, String stored) {
    assertThat(EmailAddress.normalized(typed)).contains(stored);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ada",
        "@acme.test",
        "ada@",
        "ada@acme",
        "a@b@acme.test",
        "a da@acme.test",
        ".ada@acme.test",
        "ada.@acme.test",
        "ada@-acme.test",
        "ada@acme..test",
        "ada@acme.test\u0000",
        "a\u0085da@acme.test",
        "a\u2028da@acme.test",
        "a\u200Bda@acme.test",
        "a\u202Eda@acme.test",
        "a\uD800da@acme.test",
        "<ada@acme.test>",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@acme.test"
      })
  void refusesWhatIsNoAddress(String typed) {
    assertThat(EmailAddress.normalized(typed)).isEmpty();
  }
}
