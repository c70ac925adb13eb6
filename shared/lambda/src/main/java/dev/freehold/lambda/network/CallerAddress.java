package dev.freehold.lambda.network;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import dev.freehold.lambda.HttpConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who calls, by address. The gateway says who connected to it, never a header of the client's.
 * Where that is a proxy of ours, the proxy has put its own caller at the end of {@code
 * X-Forwarded-For}; what stands before that, the client wrote.
 */
@ApplicationScoped
public class CallerAddress {

  private final List<Cidr> proxies;

  CallerAddress(HttpConfig config) {
    this.proxies = config.trustedProxies().orElse(List.of()).stream().map(Cidr::parse).toList();
  }

  /**
   * @param headers by their names in lower case
   * @return null when the gateway names no address
   */
  public @Nullable String of(APIGatewayV2HTTPEvent event, Map<String, String> headers) {
    InetAddress peer = parsed(event.getRequestContext().getHttp().getSourceIp());
    if (peer == null || !isProxy(peer)) {
      return text(peer);
    }
    String[] hops = headers.getOrDefault("x-forwarded-for", "").split(",");
    for (int hop = hops.length - 1; hop >= 0; hop--) {
      InetAddress address = parsed(hops[hop]);
      if (address == null) {
        break;
      }
      if (!isProxy(address)) {
        return text(address);
      }
    }
    return text(peer);
  }

  private boolean isProxy(InetAddress address) {
    return proxies.stream().anyMatch(network -> network.contains(address));
  }

  private static @Nullable InetAddress parsed(@Nullable String text) {
    try {
      return text == null ? null : InetAddress.ofLiteral(text.strip());
    } catch (IllegalArgumentException notAnAddress) {
      return null;
    }
  }

  private static @Nullable String text(@Nullable InetAddress address) {
    return address == null ? null : address.getHostAddress();
  }
}
