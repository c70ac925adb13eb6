package dev.freehold.billing.checkout;

import java.net.URI;
import java.util.Collection;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where a customer may be sent back to. */
final class ReturnUrl {

  private ReturnUrl() {}

  /**
   * @param allowed origins, compared exactly: scheme, host and port
   * @param localhost also allows this machine on any port
   */
  static boolean isAllowed(String url, Collection<String> allowed, boolean localhost) {
    var origin = origin(url);
    if (origin == null) {
      return false;
    }
    return allowed.contains(origin)
        || (localhost && origin.matches("https?://(localhost|127\\.0\\.0\\.1)(:\\d+)?"));
  }

  /** Scheme, host and port that is not the scheme's own; null when the URL has no such thing. */
  static @Nullable String origin(String url) {
    URI parsed;
    try {
      parsed = URI.create(url);
    } catch (IllegalArgumentException e) {
      return null;
    }
    var scheme = parsed.getScheme();
    var host = parsed.getHost();
    if (scheme == null || host == null || parsed.getRawUserInfo() != null) {
      return null;
    }
    scheme = scheme.toLowerCase(Locale.ROOT);
    if (!scheme.equals("https") && !scheme.equals("http")) {
      return null;
    }
    int own = scheme.equals("https") ? 443 : 80;
    boolean named = parsed.getPort() >= 0 && parsed.getPort() != own;
    return scheme + "://" + host.toLowerCase(Locale.ROOT) + (named ? ":" + parsed.getPort() : "");
  }

  /** Adds {@code checkout=<id>} to the query, before a fragment. */
  static String withCheckout(String url, UUID checkoutId) {
    int hash = url.indexOf('#');
    var front = hash < 0 ? url : url.substring(0, hash);
    var fragment = hash < 0 ? "" : url.substring(hash);
    return front + (front.indexOf('?') < 0 ? "?" : "&") + "checkout=" + checkoutId + fragment;
  }
}
