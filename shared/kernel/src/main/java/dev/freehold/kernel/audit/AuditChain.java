package dev.freehold.kernel.audit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.kernel.Hashes;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;

/** The rule of the chain: {@code hash = SHA-256(prev_hash ‖ canonical)}. */
public final class AuditChain {

  private AuditChain() {}

  /**
   * @param prevHash 32 bytes; zeros for the first entry
   * @param fields the signed fields, nulls present
   */
  public static byte[] hash(byte[] prevHash, JsonNode fields) {
    MessageDigest digest = Hashes.digest();
    digest.update(prevHash);
    digest.update(canonical(fields).getBytes(StandardCharsets.UTF_8));
    return digest.digest();
  }

  /** RFC 8785 for what we write: texts, whole numbers below 2^53, booleans, null, lists, maps. */
  public static String canonical(JsonNode node) {
    var out = new StringBuilder();
    write(out, node);
    return out.toString();
  }

  private static void write(StringBuilder out, JsonNode node) {
    switch (node.getNodeType()) {
      case OBJECT -> writeObject(out, node);
      case ARRAY -> {
        out.append('[');
        String separator = "";
        for (JsonNode element : node) {
          out.append(separator);
          write(out, element);
          separator = ",";
        }
        out.append(']');
      }
      case STRING -> writeText(out, node.textValue());
      case NUMBER -> {
        if (!node.isIntegralNumber() || Math.abs(node.longValue()) >= 1L << 53) {
          throw new IllegalArgumentException("only whole numbers below 2^53: " + node);
        }
        out.append(node.longValue());
      }
      case BOOLEAN -> out.append(node.booleanValue());
      case NULL -> out.append("null");
      default -> throw new IllegalArgumentException("not a JSON value: " + node.getNodeType());
    }
  }

  private static void writeObject(StringBuilder out, JsonNode node) {
    out.append('{');
    var separator = new StringBuilder();
    node.properties().stream()
        // String order is the order of UTF-16 code units, which RFC 8785 asks for.
        .sorted(Comparator.comparing(Map.Entry<String, JsonNode>::getKey))
        .forEach(
            entry -> {
              out.append(separator);
              writeText(out, entry.getKey());
              out.append(':');
              write(out, entry.getValue());
              separator.setLength(0);
              separator.append(',');
            });
    out.append('}');
  }

  private static void writeText(StringBuilder out, String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < 0x20) {
            out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  /** {@code chainSeq} → {@code chain_seq}. */
  static String column(String field) {
    return field.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
  }
}
