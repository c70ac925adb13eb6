package dev.freehold.lambda.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.lambda.HttpConfig;
import dev.freehold.testing.Events;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallerAddressTest {

  private static CallerAddress behind(String... proxies) {
    return new CallerAddress(
        new SmallRyeConfigBuilder()
            .withMapping(HttpConfig.class)
            .withDefaultValue("freehold.http.api-url", "https://api.example.com")
            .withDefaultValue("freehold.http.app-url", "https://app.example.com")
            .withDefaultValue("freehold.http.trusted-proxies", String.join(",", proxies))
            .build()
            .getConfigMapping(HttpConfig.class));
  }

  private static @Nullable String caller(CallerAddress addresses, String peer, String forwarded) {
    var event = Events.get("/v1/session").ip(peer).build();
    return addresses.of(event, Map.of("x-forwarded-for", forwarded));
  }

  /** What the client says of itself counts for nothing, however long its list. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          64.252.1.9   | 198.51.100.7                        | 198.51.100.7
          64.252.1.9   | 10.0.0.1, 198.51.100.7              | 198.51.100.7
          64.252.1.9   | 10.0.0.1, 198.51.100.7, 64.252.1.9  | 198.51.100.7
          64.252.1.9   | 10.0.0.1, nonsense                  | 64.252.1.9
          64.252.1.9   | ''                                  | 64.252.1.9
          64.252.1.9   | 2001:db8::7                         | 2001:db8:0:0:0:0:0:7
          203.0.113.5  | 198.51.100.7                        | 203.0.113.5
          203.0.113.5  | 198.51.100.7, 64.252.1.9            | 203.0.113.5
          64.253.0.1   | 198.51.100.7                        | 64.253.0.1
          """)
  void onlyAProxyOfOursSaysWhoCalled(String peer, String forwarded, String expected) {
    assertThat(caller(behind("64.252.0.0/16", "2600:9000::/28"), peer, forwarded))
        .isEqualTo(expected);
  }

  @Test
  void withoutProxiesNoHeaderIsRead() {
    assertThat(caller(behind(), "64.252.1.9", "198.51.100.7")).isEqualTo("64.252.1.9");
  }

  @ParameterizedTest
  @ValueSource(strings = {"64.252.0.0", "64.252.0.0/33", "here/8", "64.252.0.0/-1"})
  void whatIsNoNetworkStopsTheStart(String network) {
    assertThatThrownBy(() -> behind(network)).isInstanceOf(IllegalArgumentException.class);
  }
}
