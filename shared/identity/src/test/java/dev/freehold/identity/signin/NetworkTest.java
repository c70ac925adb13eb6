package dev.freehold.identity.signin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NetworkTest {

  @Test
  void addressesOfOneIpv6NetworkCountTogether() {
    assertThat(Attempts.network("2001:db8:1:2::1"))
        .isEqualTo(Attempts.network("2001:db8:1:2:ffff::2"))
        .isNotEqualTo(Attempts.network("2001:db8:1:3::1"));
  }

  @Test
  void ipv4AddressesCountEachForItself() {
    assertThat(Attempts.network("203.0.113.7")).isNotEqualTo(Attempts.network("203.0.113.8"));
  }
}
