package dev.freehold.identity.device;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DeviceNameTest {

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
