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

  @Test
  void aDeviceIsNamedAsAPersonSaysIt() {
    assertThat(
            DeviceName.of(
                "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537 Chrome/141 Safari/537 Edg/141"))
        .isEqualTo("Edge on Windows");
    assertThat(DeviceName.of("curl/8.5")).isEqualTo("curl");
    assertThat(DeviceName.of(null)).isEqualTo("Unknown device");
  }
}
