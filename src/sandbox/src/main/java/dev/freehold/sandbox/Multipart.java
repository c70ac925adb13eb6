package dev.freehold.sandbox;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Bodies of several parts, of HTTP forms and of mail. */
public final class Multipart {

  private static final byte[] LINE = {'\r', '\n'};

  private Multipart() {}

  /**
   * One part.
   *
   * @param headers names in lower case, folded lines joined
   * @param body as sent: its transfer encoding is not undone
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  public record Part(Map<String, String> headers, byte[] body) {

    /** The form field's name, or empty. */
    public String name() {
      return Optional.ofNullable(parameter(headers.get("content-disposition"), "name")).orElse("");
    }

    public String contentType() {
      return headers.getOrDefault("content-type", "text/plain");
    }

    public String text() {
      return new String(body, StandardCharsets.UTF_8);
    }
  }

  /** The parts of a request whose content type is some {@code multipart/…}; empty for any other. */
  public static List<Part> of(SimRequest request) {
    String type = request.header("content-type", "");
    String boundary = parameter(type, "boundary");
    if (!type.toLowerCase(Locale.ROOT).startsWith("multipart/") || boundary == null) {
      return List.of();
    }
    return split(request.body(), boundary);
  }

  /** Splits at {@code --boundary}; what stands before the first and after the last is dropped. */
  public static List<Part> split(byte[] body, String boundary) {
    byte[] mark = ("--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
    var parts = new ArrayList<Part>();
    int at = find(body, mark, 0);
    while (at >= 0) {
      int from = at + mark.length;
      int next = find(body, mark, from);
      if (next < 0) {
        break;
      }
      int start = Math.min(find(body, LINE, from) + 2, next);
      int end = next >= 2 && body[next - 2] == '\r' ? next - 2 : next;
      parts.add(part(slice(body, start, Math.max(start, end))));
      at = next;
    }
    return parts;
  }

  /** Header lines, an empty line, a body. */
  public static Part part(byte[] message) {
    int empty = find(message, new byte[] {'\r', '\n', '\r', '\n'}, 0);
    boolean bare = message.length >= 2 && message[0] == '\r' && message[1] == '\n';
    int headersEnd = bare ? 0 : empty < 0 ? message.length : empty;
    int bodyStart = bare ? 2 : empty < 0 ? message.length : empty + 4;
    var headers = new LinkedHashMap<String, String>();
    String lines = new String(message, 0, headersEnd, StandardCharsets.UTF_8);
    for (String line : lines.replaceAll("\r\n[ \t]+", " ").split("\r\n", -1)) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        headers.putIfAbsent(
            line.substring(0, colon).trim().toLowerCase(Locale.ROOT),
            line.substring(colon + 1).trim());
      }
    }
    return new Part(headers, slice(message, bodyStart, message.length));
  }

  /** {@code parameter("text/plain; charset=utf-8", "charset")} is {@code utf-8}. */
  public static @Nullable String parameter(@Nullable String header, String name) {
    if (header == null) {
      return null;
    }
    Matcher found =
        Pattern.compile(
                ";\\s*" + name + "\\s*=\\s*(?:\"([^\"]*)\"|([^;\\s]+))", Pattern.CASE_INSENSITIVE)
            .matcher(header);
    if (!found.find()) {
      return null;
    }
    return found.group(1) != null ? found.group(1) : found.group(2);
  }

  private static byte[] slice(byte[] bytes, int from, int to) {
    return Arrays.copyOfRange(bytes, from, to);
  }

  private static int find(byte[] in, byte[] what, int from) {
    for (int i = from; i <= in.length - what.length; i++) {
      int same = 0;
      while (same < what.length && in[i + same] == what[same]) {
        same++;
      }
      if (same == what.length) {
        return i;
      }
    }
    return -1;
  }
}
