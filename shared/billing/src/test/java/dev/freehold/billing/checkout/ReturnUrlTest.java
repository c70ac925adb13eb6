package dev.freehold.billing.checkout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReturnUrlTest {

  private static final UUID ID = UUID.fromString("019b7700-0000-7000-8000-000000000001");

  @ParameterizedTest
  @CsvSource({
    "https://console.example.com/billing?tab=plan, true",
    "https://console.example.com:443/billing, true",
    "https://CONSOLE.example.com, true",
    "https://console.example.com:8443/billing, false",
    "http://console.example.com/billing, false",
    "https://console.example.com.evil.test/, false",
    "https://console.example.com@evil.test/, false",
    "https://evil.test/?u=https://console.example.com, false",
    "javascript:alert(1), false",
    "//console.example.com/x, false",
    "http://localhost:8080/billing, false"
  })
  void theOriginMustBeInTheList(String url, boolean allowed) {
    assertThat(ReturnUrl.isAllowed(url, List.of("https://console.example.com"), false))
        .isEqualTo(allowed);
  }

  @ParameterizedTest
  @CsvSource({
    "http://localhost:8080/billing, true",
    "http://127.0.0.1/billing, true",
    "http://localhost.evil.test/, false"
  })
  void thisMachineIsAllowedWhereItIsMeant(String url, boolean allowed) {
    assertThat(ReturnUrl.isAllowed(url, List.of(), true)).isEqualTo(allowed);
  }

  @Test
  void theCheckoutIsAddedToTheQueryBeforeTheFragment() {
    assertThat(ReturnUrl.withCheckout("https://a.test/b", ID))
        .isEqualTo("https://a.test/b?checkout=" + ID);
    assertThat(ReturnUrl.withCheckout("https://a.test/b?c=d#e", ID))
        .isEqualTo("https://a.test/b?c=d&checkout=" + ID + "#e");
  }
}
