package dev.freehold.sandbox.cloudflare.analytics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.freehold.sandbox.SimJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a GraphQL query: selections, aliases, arguments and variables; no fragments. */
final class GraphDocument {

  /**
   * A selected field.
   *
   * @param as its alias, else its name
   * @param arguments with variables put in; enum values are texts
   */
  record Field(String as, String name, JsonNode arguments, List<Field> fields) {

    Field child(String wanted) {
      return fields.stream()
          .filter(field -> field.name().equals(wanted))
          .findFirst()
          .orElseThrow(() -> new AnalyticsError("query must select \"" + wanted + "\""));
    }
  }

  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*(?:#[^\\n]*\\n\\s*)*([{}()\\[\\]:!=]|\\$?[A-Za-z_]\\w*|-?\\d+(?:\\.\\d+)?"
              + "|\"(?:[^\"\\\\]|\\\\.)*\")[\\s,]*");

  private final List<String> tokens = new ArrayList<>();
  private final JsonNode variables;
  private int at;

  private GraphDocument(String query, JsonNode variables) {
    this.variables = variables;
    Matcher token = TOKEN.matcher(query);
    int end = 0;
    while (end < query.length() && token.find(end) && token.start() == end) {
      tokens.add(token.group(1));
      end = token.end();
    }
    if (end < query.length() && !query.substring(end).isBlank()) {
      throw new AnalyticsError("syntax error near \"" + query.substring(end) + "\"");
    }
  }

  /** The fields of the whole query. */
  static List<Field> parse(String query, JsonNode variables) {
    var document = new GraphDocument(query, variables);
    while (!document.peek().equals("{") && !document.peek().equals("(")) {
      document.take();
    }
    if (document.peek().equals("(")) {
      document.skipDefinitions();
    }
    return document.selection();
  }

  // Types of variables are not checked: their values are.
  private void skipDefinitions() {
    while (!take().equals(")")) {
      if (at >= tokens.size()) {
        throw new AnalyticsError("unexpected end of query");
      }
    }
  }

  private List<Field> selection() {
    expect("{");
    var fields = new ArrayList<Field>();
    while (!peek().equals("}")) {
      fields.add(field());
    }
    take();
    return fields;
  }

  private Field field() {
    String as = take();
    String name = as;
    if (peek().equals(":")) {
      take();
      name = take();
    }
    JsonNode arguments = SimJson.object();
    if (peek().equals("(")) {
      take();
      arguments = object(")");
    }
    return new Field(as, name, arguments, peek().equals("{") ? selection() : List.of());
  }

  private JsonNode object(String end) {
    var object = SimJson.object();
    while (!peek().equals(end)) {
      String name = take();
      expect(":");
      object.set(name, value());
    }
    take();
    return object;
  }

  private JsonNode value() {
    String token = take();
    if (token.startsWith("$")) {
      return variables.path(token.substring(1));
    }
    return switch (token) {
      case "{" -> object("}");
      case "[" -> {
        var list = SimJson.array();
        while (!peek().equals("]")) {
          list.add(value());
        }
        take();
        yield list;
      }
      case "null" -> NullNode.getInstance();
      default ->
          token.startsWith("\"") || token.matches("-?\\d.*|true|false")
              ? SimJson.tree(token.getBytes(StandardCharsets.UTF_8))
              : SimJson.toTree(token);
    };
  }

  private void expect(String wanted) {
    String found = take();
    if (!found.equals(wanted)) {
      throw new AnalyticsError("expected \"" + wanted + "\", found \"" + found + "\"");
    }
  }

  private String take() {
    String token = peek();
    at++;
    return token;
  }

  private String peek() {
    if (at >= tokens.size()) {
      throw new AnalyticsError("unexpected end of query");
    }
    return tokens.get(at);
  }
}
