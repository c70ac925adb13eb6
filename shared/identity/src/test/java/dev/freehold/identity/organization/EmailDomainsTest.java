package dev.freehold.identity.organization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.kernel.Refusal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmailDomainsTest {

  @Test
  void domainsAreKeptAsAddressesKeepThem() {
    assertThat(EmailDomains.normalized(List.of(" ACME.test", "acme.test", "Bücher.example")))
        .containsExactly("acme.test", "xn--bcher-kva.example");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "acme", "*.acme.test", "@acme.test", "acme..test", "a b.test", "-a.test"})
  void whatIsNoDomainIsRefused(String typed) {
    assertThatThrownBy(() -> EmailDomains.normalized(List.of(typed))).isInstanceOf(Refusal.class);
  }
}
