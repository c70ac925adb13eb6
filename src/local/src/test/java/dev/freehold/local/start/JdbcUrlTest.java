package dev.freehold.local.start;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JdbcUrlTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          postgresql://a:b@db:5433/x            | jdbc:postgresql://db:5433/x?user=a&password=b
          postgresql://a@db/x?sslmode=require   | jdbc:postgresql://db/x?user=a&sslmode=require
          postgresql://db/x                     | jdbc:postgresql://db/x
          jdbc:postgresql://db/x?user=a         | jdbc:postgresql://db/x?user=a
          """)
  void bothSpellingsAreUnderstood(String address, String jdbc) {
    assertThat(JdbcUrl.of(address)).isEqualTo(jdbc);
  }

  @Test
  void theAdministratorIsTakenOut() {
    String admin = "jdbc:postgresql://db/x?user=a&password=b&sslmode=require";

    assertThat(JdbcUrl.withoutUser(admin)).isEqualTo("jdbc:postgresql://db/x?sslmode=require");
    assertThat(JdbcUrl.forPsql(JdbcUrl.withoutUser(admin), "o", "p"))
        .isEqualTo("postgresql://o:p@db/x?sslmode=require");
  }
}
