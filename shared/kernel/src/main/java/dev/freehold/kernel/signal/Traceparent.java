package dev.freehold.kernel.signal;

import dev.freehold.kernel.Call;
import dev.freehold.kernel.Secrets;
import java.net.http.HttpRequest;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which trace a call belongs to and which part of it the call is, as W3C's {@code traceparent} says
 * it (w3.org/TR/trace-context).
 *
 * @param traceId 32 lower-case hex digits, not all zero
 * @param spanId 16 lower-case hex digits, not all zero
 * @param sampled whether somebody before us records this trace
 */
public record Traceparent(String traceId, String spanId, boolean sampled) {

  private static final Pattern W3C =
      Pattern.compile("([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?");

  // docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html: Root=1-<8 hex>-<24 hex>.
  private static final Pattern XRAY_ROOT =
      Pattern.compile("(?:^|;)\\s*Root=1-([0-9a-f]{8})-([0-9a-f]{24})(?:;|$)");
  private static final Pattern XRAY_PARENT =
      Pattern.compile("(?:^|;)\\s*Parent=([0-9a-f]{16})(?:;|$)");
  private static final Pattern XRAY_SAMPLED = Pattern.compile("(?:^|;)\\s*Sampled=1(?:;|$)");

  /** Null for what is no valid header; a later version is read as far as it is known. */
  public static @Nullable Traceparent parse(@Nullable String header) {
    Matcher found = header == null ? null : W3C.matcher(header);
    if (found == null || !found.matches()) {
      return null;
    }
    String version = found.group(1);
    if (version.equals("ff") || (version.equals("00") && found.group(5) != null)) {
      return null;
    }
    if (isZero(found.group(2)) || isZero(found.group(3))) {
      return null;
    }
    boolean sampled = (Integer.parseInt(found.group(4), 16) & 1) == 1;
    return new Traceparent(found.group(2), found.group(3), sampled);
  }

  /** Of X-Ray's own header; null when it names no trace. */
  public static @Nullable Traceparent ofXRay(@Nullable String header) {
    Matcher root = header == null ? null : XRAY_ROOT.matcher(header);
    if (header == null || root == null || !root.find()) {
      return null;
    }
    Matcher parent = XRAY_PARENT.matcher(header);
    return new Traceparent(
        root.group(1) + root.group(2),
        parent.find() ? parent.group(1) : hex(8),
        XRAY_SAMPLED.matcher(header).find());
  }

  /** A trace of its own, which nobody records yet. */
  public static Traceparent begun() {
    return new Traceparent(hex(16), hex(8), false);
  }

  /** The same trace, one step on. */
  public Traceparent next() {
    return new Traceparent(traceId, hex(8), sampled);
  }

  /** The header's value. */
  public String header() {
    return "00-" + traceId + '-' + spanId + (sampled ? "-01" : "-00");
  }

  /** Tells whoever is asked which call asks; outside a call nothing. */
  public static HttpRequest.Builder onto(HttpRequest.Builder request) {
    String own = Call.current().traceparent();
    return own == null ? request : request.setHeader("traceparent", own);
  }

  private static boolean isZero(String digits) {
    return digits.chars().allMatch(digit -> digit == '0');
  }

  private static String hex(int bytes) {
    byte[] made = Secrets.bytes(bytes);
    // All zero means "none" in a traceparent.
    made[0] |= 1;
    return HexFormat.of().formatHex(made);
  }
}
