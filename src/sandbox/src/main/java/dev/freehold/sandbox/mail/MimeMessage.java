package dev.freehold.sandbox.mail;

import dev.freehold.sandbox.Multipart;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a message: decoded headers, the first plain text and the first HTML of all its parts. */
final class MimeMessage {

  private static final Pattern ENCODED_WORD =
      Pattern.compile("=\\?([^?]+)\\?([bBqQ])\\?([^?]*)\\?=(?:\\s+(?==\\?))?");
  private static final Pattern CODE = Pattern.compile("(?<![A-Za-z0-9])\\d{6}(?![A-Za-z0-9])");
  private static final Pattern LINK = Pattern.compile("https?://[^\\s\"'<>)\\]]+");

  private final Map<String, String> headers = new LinkedHashMap<>();
  private @Nullable String text;
  private @Nullable String html;

  MimeMessage(byte[] message) {
    readHeaders(message);
    read(Multipart.part(message), 0);
  }

  Map<String, String> headers() {
    return headers;
  }

  Optional<String> header(String name) {
    return headers.entrySet().stream()
        .filter(header -> header.getKey().equalsIgnoreCase(name))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  @Nullable String text() {
    return text;
  }

  @Nullable String html() {
    return html;
  }

  @Nullable String code() {
    Matcher found = CODE.matcher(text == null ? "" : LINK.matcher(text).replaceAll(" "));
    return found.find() ? found.group() : null;
  }

  List<String> links() {
    var links = new LinkedHashSet<String>();
    for (String body : new String[] {text, html}) {
      if (body != null) {
        Matcher found = LINK.matcher(body.replace("&amp;", "&"));
        while (found.find()) {
          links.add(found.group().replaceFirst("[.,;:!?]+$", ""));
        }
      }
    }
    return List.copyOf(links);
  }

  private void readHeaders(byte[] message) {
    String head = new String(message, StandardCharsets.UTF_8).replaceFirst("(?s)\r\n\r\n.*", "");
    for (String line : head.replaceAll("\r\n[ \t]+", " ").split("\r\n", -1)) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        headers.putIfAbsent(
            line.substring(0, colon).trim(), decodeWords(line.substring(colon + 1).trim()));
      }
    }
  }

  private void read(Multipart.Part part, int depth) {
    String type = part.contentType().toLowerCase(Locale.ROOT);
    String boundary = Multipart.parameter(part.contentType(), "boundary");
    if (type.startsWith("multipart/") && boundary != null && depth < 8) {
      Multipart.split(part.body(), boundary).forEach(below -> read(below, depth + 1));
    } else if (type.startsWith("text/html")) {
      html = html == null ? decode(part) : html;
    } else if (type.startsWith("text/")) {
      text = text == null ? decode(part) : text;
    }
  }

  private static String decode(Multipart.Part part) {
    String encoding = part.headers().getOrDefault("content-transfer-encoding", "7bit");
    byte[] bytes =
        switch (encoding.trim().toLowerCase(Locale.ROOT)) {
          case "base64" -> Base64.getMimeDecoder().decode(part.body());
          case "quoted-printable" -> unquote(part.body(), false);
          default -> part.body();
        };
    String charset = Multipart.parameter(part.contentType(), "charset");
    return new String(bytes, charset(charset)).replace("\r\n", "\n");
  }

  static String decodeWords(String value) {
    return ENCODED_WORD
        .matcher(value)
        .replaceAll(
            word -> {
              byte[] bytes =
                  word.group(2).equalsIgnoreCase("b")
                      ? Base64.getDecoder().decode(word.group(3))
                      : unquote(word.group(3).getBytes(StandardCharsets.US_ASCII), true);
              return Matcher.quoteReplacement(new String(bytes, charset(word.group(1))));
            });
  }

  private static Charset charset(@Nullable String name) {
    return name != null && Charset.isSupported(name)
        ? Charset.forName(name)
        : StandardCharsets.UTF_8;
  }

  private static byte[] unquote(byte[] quoted, boolean inHeader) {
    var plain = new ByteArrayOutputStream();
    for (int i = 0; i < quoted.length; i++) {
      if (quoted[i] == '_' && inHeader) {
        plain.write(' ');
      } else if (quoted[i] != '=') {
        plain.write(quoted[i]);
      } else if (i + 2 < quoted.length && quoted[i + 1] == '\r') {
        i += 2;
      } else if (i + 2 < quoted.length) {
        plain.write(16 * Character.digit(quoted[i + 1], 16) + Character.digit(quoted[i + 2], 16));
        i += 2;
      }
    }
    return plain.toByteArray();
  }
}
