package dev.freehold.identity.signin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.identity.IdentityConfig.EmailCode;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecondStepTest {

  @ParameterizedTest(name = "[{index}] totp {0}, trusted {1}, operator {2}, mail {3} -> {4}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # enrolled | trusted | operator | e-mail code    | due
          false      | false   | false    | UNKNOWN_DEVICE | email_code
          false      | true    | false    | UNKNOWN_DEVICE |
          false      | true    | true     | UNKNOWN_DEVICE | email_code
          false      | true    | false    | ALWAYS         | email_code
          false      | false   | false    | NEVER          |
          true       | false   | false    | NEVER          | totp backup_code
          true       | true    | false    | ALWAYS         |
          true       | true    | true     | UNKNOWN_DEVICE | totp backup_code
          """)
  void saysWhichWaysAreOpen(
      boolean enrolled, boolean trusted, boolean operator, EmailCode mail, String due) {
    var expected = due == null ? List.<String>of() : Arrays.asList(due.split(" "));

    assertThat(SecondStep.due(enrolled, trusted, operator, mail)).isEqualTo(expected);
  }
}
