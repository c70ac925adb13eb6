package dev.freehold.billing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BillingMailTest {

  @ParameterizedTest
  @CsvSource({"4900, 49.00 USD", "5, 0.05 USD", "-162, -1.62 USD", "0, 0.00 USD"})
  void minorUnitsAreWrittenForAPerson(long amount, String text) {
    assertThat(BillingMail.money(amount, "usd")).isEqualTo(text);
  }
}
