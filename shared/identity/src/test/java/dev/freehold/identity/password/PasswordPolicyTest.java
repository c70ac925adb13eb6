package dev.freehold.identity.password;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PasswordPolicyTest {

  private static final List<String> CONTEXT = List.of("ada.lovelace", "Ada Lovelace", "freehold");

  private static List<PasswordPolicy.Fault> faults(String password) {
    return PasswordPolicy.faults(password, 15, 128, CONTEXT, CommonPasswords.all());
  }

  @ParameterizedTest(name = "[{index}] {0} -> {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # password                       | faults
          a long walk on a short pier      |
          fourteen chars                   | TOO_SHORT
          fifteen chars !                  |
          12345678                         | TOO_SHORT COMMON
          123456789012345678               | COMMON
          987654321098765                  | COMMON
          abcdefghijklmnopqrst             | COMMON
          poiuytrewqpoiuytrewq             | COMMON
          abcabcabcabcabcabc               | COMMON
          aaaaaaaaaaaaaaaaaaaa             | COMMON
          Secret12Secret12S                | COMMON
          correcthorsebatterystaple        | COMMON
          Correct Horse Battery Staple     | COMMON
          adalovelace!freehold             | CONTEXT
          lovelace lovelace ada            | CONTEXT
          freehold-lovelace-wanderer       |
          ααααααααααααααα                  | COMMON
          straße und brücke am see         |
          """)
  void saysEveryFault(String password, String expected) {
    var wanted =
        expected == null
            ? List.<PasswordPolicy.Fault>of()
            : Arrays.stream(expected.split(" ")).map(PasswordPolicy.Fault::valueOf).toList();

    assertThat(faults(password)).isEqualTo(wanted);
  }

  @Test
  void countsCharactersAndNotBytes() {
    String smileys = "😀😃😄😁😆😅😂🙂🙃😉😊😇🥰😍🤩";

    assertThat(smileys.length()).isEqualTo(30);
    assertThat(faults(smileys)).isEmpty();
    assertThat(faults(smileys.substring(0, 28))).containsExactly(PasswordPolicy.Fault.TOO_SHORT);
  }

  @Test
  void refusesMoreThanTheMaximumAndNoneBelow() {
    String words =
        "the quick onyx goblin jumps over a lazy dwarf while sphinxes of "
            + "black quartz judge my vow and nymphs vex bad waltzing jocks fed ";

    assertThat(words).hasSize(128);
    assertThat(faults(words)).isEmpty();
    assertThat(faults(words + "!")).containsExactly(PasswordPolicy.Fault.TOO_LONG);
  }
}
